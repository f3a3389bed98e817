# Texts of the conditions of the list and of views. A text with forms goes by $n, which is never printed.
filter-label = Bedingungen
filter-no-phone = Ohne Telefon
filter-no-email = Ohne E-Mail
filter-no-open-deals = Ohne offene Aufträge
filter-no-deals = Ohne Aufträge
filter-no-company = Ohne Unternehmen
filter-clear = Alle entfernen
filter-save = Als Ansicht speichern…
filter-more = Filter
filter-presets = Vorlagen
preset-today = Heute erstellt
preset-older-1 = Vor über 1 Jahr erstellt
preset-older-2 = Vor über 2 Jahren erstellt
preset-older-3 = Vor über 3 Jahren erstellt
preset-idle = Seit 12 Monaten ohne Aktivität
preset-unreachable = Ohne Telefon und ohne E-Mail
preset-no-open-deals = Ohne offene Aufträge
filter-responsible = Verantwortlich
filter-author = Erstellt von
filter-person-hint = Name eingeben
filter-pick = Im Portal auswählen…
filter-source = Quelle
filter-source-any = Alle Quellen
filter-created = Erstellt
filter-any-time = Jederzeit
filter-today = Heute
filter-week = Letzte 7 Tage
filter-month = Letzte 30 Tage
filter-older-1 = Vor mehr als 1 Jahr
filter-older-2 = Vor mehr als 2 Jahren
filter-older-3 = Vor mehr als 3 Jahren
filter-older-days = Vor mehr als … Tagen
filter-dates = Zeitraum wählen…
filter-days = Erstellt vor mehr als (Tagen)
filter-from = Ab
filter-from-time = Startzeit
filter-to = Bis
filter-to-time = Endzeit
filter-idle = Letzte Aktivität
filter-idle-any = Egal wann
filter-idle-3 = Keine seit 3 Monaten
filter-idle-6 = Keine seit 6 Monaten
filter-idle-12 = Keine seit 12 Monaten
filter-idle-24 = Keine seit 24 Monaten
filter-idle-date = Keine seit einem Datum…
filter-idle-note = Kontakte, deren letzte Aktivität nicht bekannt ist, bleiben unberücksichtigt.
filter-idle-since = Keine Aktivität seit
views-own = Meine Ansichten
views-shared = Gemeinsame Ansichten
views-save = Aktuellen Filter als Ansicht speichern…
views-title = Gemeinsame Ansichten und Zeitpläne
views-settings-note = Alle finden gemeinsame Ansichten unter „Kontakte“ neben dem Suchfeld. Mit einem Zeitplan bereitet eine Ansicht eine Löschung vor: Gelöscht wird erst, wenn jemand den Entwurf unter „Vorgänge“ geprüft hat. Der Entwurf entsteht mit den Berechtigungen der Person, die die Ansicht zuletzt gespeichert hat.
view-use = Kontakte anzeigen
view-change = Ändern
view-delete = Löschen
view-lead = Bedingungen:
view-name = Name
view-replace = Bedingungen durch den aktuellen Filter ersetzen
view-share = Mit allen im Portal teilen
view-every = Entwurf vorbereiten
view-never = Nie
view-daily = Täglich
view-weekly = Wöchentlich
view-monthly = Monatlich
view-weekday = Wochentag
view-monthday = Tag des Monats
view-time = Uhrzeit
view-zone = Zeitzone
view-draft = Ein Entwurf löscht nichts, bevor ihn jemand unter „Vorgänge“ geprüft hat.
view-delete-lead = Die Kontakte bleiben. Gelöscht werden nur die gespeicherten Bedingungen.
view-delete-shared = Sie verschwindet für alle im Portal.
view-delete-calendar = Es werden keine Entwürfe mehr vorbereitet. Bereits vorbereitete bleiben unter „Vorgänge“.

# What the script prints about conditions.
js-chip-search = Suche: { $name }
js-chip-responsible = Verantwortlich: { $name }
js-chip-author = Erstellt von: { $name }
js-chip-source = Quelle: { $name }
js-chip-from = Erstellt ab: { $time }
js-chip-to = Erstellt bis: { $time }
js-chip-today = Heute erstellt
js-chip-within-days = { $n ->
    [one] Innerhalb des letzten Tages erstellt
   *[other] In den letzten { $count } Tagen erstellt
}
js-chip-within-months = { $n ->
    [one] Im letzten Monat erstellt
   *[other] In den letzten { $count } Monaten erstellt
}
js-chip-within-years = { $n ->
    [one] Im letzten Jahr erstellt
   *[other] In den letzten { $count } Jahren erstellt
}
js-chip-older-days = { $n ->
    [one] Vor über { $count } Tag erstellt
   *[other] Vor über { $count } Tagen erstellt
}
js-chip-older-months = { $n ->
    [one] Vor über { $count } Monat erstellt
   *[other] Vor über { $count } Monaten erstellt
}
js-chip-older-years = { $n ->
    [one] Vor über { $count } Jahr erstellt
   *[other] Vor über { $count } Jahren erstellt
}
js-chip-idle-days = { $n ->
    [one] Seit { $count } Tag ohne Aktivität
   *[other] Seit { $count } Tagen ohne Aktivität
}
js-chip-idle-months = { $n ->
    [one] Seit { $count } Monat ohne Aktivität
   *[other] Seit { $count } Monaten ohne Aktivität
}
js-chip-idle-years = { $n ->
    [one] Seit { $count } Jahr ohne Aktivität
   *[other] Seit { $count } Jahren ohne Aktivität
}
js-chip-idle-since = Keine Aktivität seit: { $time }
js-chip-remove = „{ $name }“ entfernen
js-source-gone = { $name } (nicht mehr in Ihrem Portal)
js-sources-failed = Die Liste der Quellen ließ sich nicht lesen: { $name }. Eine schon gewählte Quelle funktioniert weiterhin.
js-person-gone = Nicht im Portal gefunden (ID { $number })
js-person-unnamed = Nutzer { $number }
js-person-you = Sie
js-person-left = Nicht mehr aktiv
js-person-none = Niemand hat diesen Namen.
js-person-failed = Die Suche nach Personen ist fehlgeschlagen: { $name }

# What the script prints about views.
js-views = Ansichten
js-views-loading = Ansichten werden geladen…
js-views-none = Noch keine Ansichten. Setzen Sie einen Filter und speichern Sie ihn hier.
js-view-title = Als Ansicht speichern
js-view-change-title = Ansicht ändern
js-view-action = Ansicht speichern
js-view-saved = Ansicht „{ $name }“ gespeichert
js-view-saved-text = Sie finden sie unter „Ansichten“.
js-view-next = Nächster Entwurf: { $time }
js-view-moment = { $name }, { $time } ({ $to })
js-view-delete-title = Ansicht „{ $name }“ löschen?
js-view-delete-action = Ansicht löschen
js-view-deleted = Ansicht „{ $name }“ gelöscht
js-view-change = „{ $name }“ ändern
js-view-delete = „{ $name }“ löschen
js-filters-none = Noch keine gemeinsamen Ansichten. Speichern Sie unter „Kontakte“ einen Filter und teilen Sie ihn.
js-filter-never = Kein Zeitplan
js-filter-open = Ein Entwurf wartet auf Prüfung. Nächster: { $time }
js-filter-paused = Pausiert: { $name }
