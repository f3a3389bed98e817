# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = Mehr Kontakte, als die Einstellungen auf einmal erlauben
problem-too-many-contacts-detail = Die Einstellungen der App begrenzen, wie viele Kontakte ein Auftrag löschen darf. Es wurde nichts gelöscht. Wählen Sie weniger aus oder fragen Sie einen Administrator Ihres Portals.
problem-day-limit-title = Mehr, als Sie an einem Tag löschen dürfen
problem-day-limit-detail = Die Einstellungen der App begrenzen, wie viele Kontakte eine Person innerhalb von 24 Stunden löschen darf. Es wurde nichts gelöscht. Auch was Ihre offenen Aufgaben noch löschen können, zählt mit. Wählen Sie weniger aus, warten Sie oder fragen Sie einen Administrator Ihres Portals.
problem-bad-set-title = Diese Auswahl kann nicht gelöscht werden
problem-bad-set-detail = Sie enthält keine Kontakte, mehr als 100.000 oder gar keine Bedingung, was alle bedeuten würde. Es wurde nichts gelöscht. Wählen Sie Kontakte aus oder setzen Sie einen Filter.
item-open-deals = Er hat einen offenen Auftrag.
item-deals-unknown = Ob er offene Aufträge hat, ließ sich nicht feststellen.
item-no-snapshot = Seine Daten konnten nicht gesichert werden, darum wurde er nicht gelöscht.
item-refused = Das Portal hat es verweigert.
item-still-there = Das Portal meldete die Löschung, aber er ist noch da.
item-no-clear-answer = Das Portal gab keine klare Antwort.
item-snapshot-gone = Die gesicherten Daten sind nicht mehr da.
item-create-denied = Das Portal lässt Sie keine Kontakte anlegen.
item-job-failed = Die Aufgabe endete vorzeitig.
