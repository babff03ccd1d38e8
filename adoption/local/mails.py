"""The mails of questions and local versions, each in its recipient's language."""

from adoption.links import token_of, whole_address
from adoption.local.links import UNCONFIRMED_LASTS, confirming_token, stopping_token
from adoption.local.words import quoted
from adoption.models import Adoption, LocalVersion, Question
from adoption.practice_pages import page_of
from practices.mailing import send_mail


def mail_confirmation(question: Question) -> None:
    """Ask the address whether it asks. Nothing that was written is in it: the address may be another's."""
    language = question.language
    context = {
        "practice": _title(question.adoption, language),
        "url": whole_address("ask_confirm", confirming_token(question), language=language),
        "days": UNCONFIRMED_LASTS.days,
    }
    send_mail("adoption/mail/local_confirm.txt", question.email, language=language, context=context)


def mail_question(adoption: Adoption, question: Question) -> None:
    """Send a question on to the institution's contact; the answer goes straight to the asker."""
    language = adoption.language
    stop = whole_address("ask_stop", stopping_token(adoption, question.kind), language=language)
    context = {
        "practice": _title(adoption, language),
        "question": question,
        "words": quoted(question.words),
        "together": question.kind == Question.Kind.TOGETHER,
    }
    send_mail(
        "adoption/mail/local_question.txt",
        adoption.email,
        language=language,
        context=context,
        stop_url=stop,
        reply_to=question.email,
    )


def tell_adopter(version: LocalVersion, *, why: str = "", reply_to: str = "") -> None:
    """Tell the adopter that its version was hidden and why, or (without a reason) that readers see it again."""
    adoption = version.adoption
    language = adoption.language
    context = {
        "practice": _title(adoption, language),
        "why": quoted(why),
        "url": whole_address("local_version", token_of(adoption), language=language),
        "answerable": bool(reply_to),
    }
    name = "local_hidden" if why else "local_shown_again"
    send_mail(
        f"adoption/mail/{name}.txt", adoption.email, language=language, context=context, reply_to=reply_to
    )


def _title(adoption: Adoption, language: str) -> str:
    page = page_of(adoption.practice, language=language)
    return page.title if page else ""
