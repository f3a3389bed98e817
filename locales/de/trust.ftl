# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] Contact Eraser bewahrt { $count } Tag lang eine verschlüsselte Kopie auf, aus der Sie den Kontakt wiederherstellen können.
   *[other] Contact Eraser bewahrt { $count } Tage lang eine verschlüsselte Kopie auf, aus der Sie den Kontakt wiederherstellen können.
}
widget-app-title = Viele Kontakte löschen
settings-widget-toolbar = Über der Kontaktliste
install-step-widget-toolbar = Schaltfläche über der Kontaktliste
no-copy = Keine Kopie aufbewahren (DSGVO-Löschung)
no-copy-note = Es wird keine Kopie aufbewahrt. Ist der Papierkorb nicht eingeschaltet, ist das Löschen endgültig.
one-protected = Laut den Einstellungen der App bleiben Kontakte mit offenen Aufträgen erhalten. Schließen Sie zuerst den Auftrag ab oder fragen Sie einen Administrator.
restore-lost-dates = „Erstellt“ wird der heutige Tag, „Erstellt von“ werden Sie
placement-question = Diesen Kontakt löschen?
placement-close = Fenster schließen
js-one-open = { $n ->
    [one] { $count } offener Auftrag. Daran wird noch gearbeitet.
   *[other] { $count } offene Aufträge. Daran wird noch gearbeitet.
}
js-one-open-unknown = Auf die Aufträge dieses Kontakts haben Sie keinen Zugriff. Vielleicht ist einer offen.
js-delete-anyway = Trotzdem löschen
js-delete-for-good = Endgültig löschen
js-undo = Rückgängig
js-undone-title = { $name } wurde wiederhergestellt
js-undone-text = Der Kontakt hat eine neue ID. Als Erstellungsdatum gilt der heutige Tag, als Ersteller gelten Sie. Verknüpfungen mit Aufträgen, Aktivitäten und Dateien kamen nicht zurück.
js-undone-open = Kontakt öffnen
js-undo-slow-title = { $name } wird wiederhergestellt
js-undo-slow-text = Es dauert länger als sonst. Das Ergebnis sehen Sie unter „Vorgänge“.
js-undo-failed-title = { $name } konnte nicht wiederhergestellt werden
js-undo-failed-text = Die verschlüsselte Kopie ist noch da. Versuchen Sie es unter „Vorgänge“ erneut.
js-deleted-kept-open = Sie können den Kontakt wiederherstellen, solange seine Kopie aufbewahrt wird.
js-deleted-kept = { $n ->
    [one] Sie können den Kontakt { $count } Tag lang wiederherstellen.
   *[other] Sie können den Kontakt { $count } Tage lang wiederherstellen.
}
js-bulk-title-most = { $n ->
    [one] Bis zu { $count } Kontakt löschen?
   *[other] Bis zu { $count } Kontakte löschen?
}
js-bulk-delete = { $n ->
    [one] { $count } Kontakt löschen
   *[other] { $count } Kontakte löschen
}
js-bulk-for-good = { $n ->
    [one] { $count } Kontakt endgültig löschen
   *[other] { $count } Kontakte endgültig löschen
}
js-kept-open = bleibt: offener Auftrag
js-kept-unknown = bleibt: kein Zugriff auf Aufträge
js-cancel-yourself = Es wurde nichts geändert. Sie können dieses Fenster schließen.
