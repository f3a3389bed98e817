# Texts of the list of contacts: its columns, its order, what is selected, the card of details, its keys.
contact-id = ID
contact-source = Quelle
contact-deals = Aufträge
contact-activities = Aktivitäten
contact-activity = Letzte Aktivität
contact-changed = Geändert
list-display = Anzeige
list-columns = Spalten
list-compact = Kompakte Zeilen
list-usual = Standard wiederherstellen
list-sort = Sortieren nach
list-newest = neueste zuerst
list-oldest = älteste zuerst
list-rising = aufsteigend
list-falling = absteigend
list-size = Zeilen pro Seite
list-show = Anzeigen
list-chosen = Ausgewählt, aber nicht sichtbar
list-close = Schließen
list-keys = Tastenkürzel
list-keys-search = Suchen
list-keys-move = Zwischen Zeilen wechseln
list-keys-select = Zeile auswählen oder abwählen
list-keys-range = Alles dazwischen auswählen
list-keys-delete = Ausgewählte Kontakte löschen
list-keys-details = Details anzeigen
list-keys-help = Tastenkürzel anzeigen
list-key-delete = Entf
list-key-enter = Enter
list-key-shift = Shift

# What the script prints about the list.
js-list-away = { $n ->
    [one] { $count } davon nicht sichtbar
   *[other] { $count } davon nicht sichtbar
}
js-list-replaced = { $n ->
    [one] Ihre vorherige Auswahl von { $count } Kontakt wurde ersetzt
   *[other] Ihre vorherige Auswahl von { $count } Kontakten wurde ersetzt
}
js-list-replaced-text = Jetzt sind alle passenden Kontakte ausgewählt. Vorher gewählte Kontakte, die nicht passen, sind nicht mehr ausgewählt.
js-list-replaced-undo = Auswahl zurückholen
js-list-bound = Ausgewählt mit: { $name }
js-list-bound-everybody = Ausgewählt aus der ganzen Liste
js-list-unknown = Sie haben alle Kontakte einer anderen Liste ausgewählt. Zeigen Sie diese Liste an, um die Auswahl zu ändern.
js-list-more = { $n ->
    [one] und { $count } weiterer
   *[other] und { $count } weitere
}
js-list-unsorted = Ihr Portal kann nicht nach dieser Spalte sortieren. Die Kontakte stehen in der Reihenfolge des Portals.
js-list-cut = In dieser Reihenfolge lassen sich nur die ersten { $count } anzeigen. Grenzen Sie die Suche ein oder sortieren Sie nach ID, um alle zu sehen.
js-list-peek-name = Details zu { $name }
js-list-untold = Ihr Portal gibt es nicht an, oder Sie haben keinen Zugriff.
js-list-company-number = Unternehmen #{ $number }
js-list-person-number = Mitarbeiter #{ $number }
