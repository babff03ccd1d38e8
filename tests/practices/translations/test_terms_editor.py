"""Terms in the editor: a name in every language, and a message where one is missing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from practices.models import Organisation, Theme

ADD = "/admin/snippets/practices/theme/add/"


def test_the_form_asks_in_every_language(portal: Any, chief: Client) -> None:
    html = chief.get(ADD).content.decode()
    for code, name in (("fi", "Suomi"), ("sv", "Svenska")):
        assert f'name="names_{code}"' in html
        assert f'lang="{code}"' in html
        assert name in html


def test_create_and_edit(portal: Any, chief: Client) -> None:
    made = chief.post(ADD, {"names_fi": "Unen merkitys", "names_sv": "Sömnens betydelse", "order": "5"})
    assert made.status_code == 302, made.context["form"].errors
    theme = Theme.objects.get(names__fi="Unen merkitys")
    assert (theme.names, theme.name) == ({"fi": "Unen merkitys", "sv": "Sömnens betydelse"}, "Unen merkitys")
    assert theme.slug.isascii()
    url = reverse("wagtailsnippets_practices_theme:edit", args=[theme.pk])
    html = chief.get(url).content.decode()
    assert 'value="Sömnens betydelse"' in html
    chief.post(url, {"names_fi": "Uni", "names_sv": "Sömn", "order": "5"})
    theme.refresh_from_db()
    assert (theme.names, theme.name) == ({"fi": "Uni", "sv": "Sömn"}, "Uni")


def test_a_missing_name_is_told(portal: Any, chief: Client, subtests: pytest.Subtests) -> None:
    before = Theme.objects.count()
    for names in (
        {"names_fi": "Uni"},
        {"names_sv": "Sömn"},
        {},
        {"names_fi": "Uni", "names_sv": "   "},
        {"names_fi": "x" * 300, "names_sv": "y"},
    ):
        with subtests.test(names=names):
            response = chief.post(ADD, {**names, "order": "5"})
            assert response.status_code == 200
            assert "names" in response.context["form"].errors
            assert Theme.objects.count() == before


def test_an_organisation_has_its_names_too(portal: Any, chief: Client) -> None:
    url = reverse("wagtailsnippets_practices_organisation:add")
    names = {"names_fi": "Kansanopisto", "names_sv": "Folkhögskolan"}
    chief.post(
        url,
        {**names, "kind": Organisation.Kind.FOLK_HIGH_SCHOOL, "municipality": "", "region": "", "url": ""},
    )
    assert Organisation.objects.get(names__sv="Folkhögskolan").name == "Kansanopisto"
