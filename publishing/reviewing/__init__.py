"""From draft to live: the project's check, the network's review, their deadlines and mails."""
