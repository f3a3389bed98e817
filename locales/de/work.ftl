# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Heute, { $time }
js-jobs-choose = Kontakte auswählen
js-jobs-badge = { $n ->
    [one] Vorgang läuft oder wartet auf Sie
   *[other] Vorgänge laufen oder warten auf Sie
}
js-job-deleted-all = { $n ->
    [one] { $count } Kontakt gelöscht
   *[other] { $count } Kontakte gelöscht
}
js-job-deleted-some = { $n ->
    [one] { $count } von { $number } Kontakt gelöscht
   *[other] { $count } von { $number } Kontakten gelöscht
}
js-job-restored-all = { $n ->
    [one] { $count } Kontakt wiederhergestellt
   *[other] { $count } Kontakte wiederhergestellt
}
js-job-restored-some = { $n ->
    [one] { $count } von { $number } Kontakt wiederhergestellt
   *[other] { $count } von { $number } Kontakten wiederhergestellt
}
js-job-restored = { $n ->
    [one] { $count } wiederhergestellt
   *[other] { $count } wiederhergestellt
}
js-job-restoring = Wird wiederhergestellt
js-job-source = stellt Vorgang { $number } wieder her
js-job-paused-by-you = Von Ihnen pausiert: { $time }
js-job-paused-by = Pausiert von { $name }: { $time }
js-job-retry = { $n ->
    [one] { $count } fehlgeschlagenen erneut versuchen
   *[other] { $count } fehlgeschlagene erneut versuchen
}
js-job-rest = { $n ->
    [one] Restlichen { $count } Kontakt löschen…
   *[other] Restliche { $count } Kontakte löschen…
}
js-job-spared = { $n ->
    [one] { $count } behaltenen Kontakt löschen…
   *[other] { $count } behaltene Kontakte löschen…
}
js-job-stop = Löschen stoppen
js-job-stop-restoring = Wiederherstellen stoppen
js-job-discard = Entwurf verwerfen
js-stop-title = Löschen stoppen?
js-stop-title-restore = Wiederherstellen stoppen?
js-stop-title-draft = Diesen Entwurf verwerfen?
js-stop-none = Bisher wurde nichts gelöscht.
js-stop-none-restored = Bisher wurde nichts wiederhergestellt.
js-stop-deleted = { $n ->
    [one] { $count } Kontakt ist schon gelöscht und bleibt gelöscht. Die übrigen bleiben in Ihrem CRM.
   *[other] { $count } Kontakte sind schon gelöscht und bleiben gelöscht. Die übrigen bleiben in Ihrem CRM.
}
js-stop-restored = { $n ->
    [one] { $count } Kontakt ist schon wiederhergestellt und bleibt in Ihrem CRM.
   *[other] { $count } Kontakte sind schon wiederhergestellt und bleiben in Ihrem CRM.
}
js-job-verifying-restore = Es wird geprüft, ob die Kontakte wieder da sind…
js-history-draft = Entwurf
js-history-of-contact = Kontakt { $number }
js-act-draft-closed = Entwurf geschlossen, nichts gelöscht
js-act-finish-job-restore = Wiederherstellung beendet
js-act-cancel-job-restore = Wiederherstellung gestoppt
js-action-connect = Im Browser-Tab verbunden
js-action-move-portal = Adresse des Portals geändert
js-audit-connected = verbunden
js-audit-moved = neue Adresse gespeichert
js-audit-internal = Fehler in der App
job-item-contact = Kontakt
job-more = Weitere Aktionen
history-job = Vorgangsnummer
history-what = Betrifft
overview-title = Die letzten Wochen
overview-chart = Gelöschte, wiederhergestellte und behaltene Kontakte je Woche
overview-deleted = Gelöscht
overview-restored = Wiederhergestellt
overview-kept = Behalten
overview-failed = Fehlgeschlagen
overview-numbers = Zahlen anzeigen
overview-by-week = Nach Wochen (Beginn am Montag, UTC)
overview-by-person = Nach Personen
overview-week = Woche ab
record-names = Die Personen nennen, die gelöscht und protokolliert haben
record-app = Erstellt mit
notice-done = Contact Eraser: Vorgang { $number } ist fertig. Gelöscht: { $count } von { $to }
notice-restore-done = Contact Eraser: Vorgang { $number } ist fertig. Wiederhergestellt: { $count } von { $to }
notice-ended = Contact Eraser: Vorgang { $number } endete vorzeitig. Gelöscht: { $count } von { $to }
notice-restore-ended = Contact Eraser: Vorgang { $number } endete vorzeitig. Wiederhergestellt: { $count } von { $to }
notice-paused = Contact Eraser: Vorgang { $number } wartet auf Sie. Bisher gelöscht: { $count } von { $to }
notice-restore-paused = Contact Eraser: Vorgang { $number } wartet auf Sie. Bisher wiederhergestellt: { $count } von { $to }
notice-review = Contact Eraser: Eine Ansicht mit Zeitplan hat einen Entwurf für Sie vorbereitet. Kontakte: { $to }. Nichts wird gelöscht, bis Sie ihn prüfen und bestätigen.
job-print = Druckansicht (HTML)
report-title = Bericht: Löschung, Vorgang { $number }
report-title-restore = Bericht: Wiederherstellung, Vorgang { $number }
js-item-open-deal = Auftrag öffnen
notice-open = Vorgang öffnen
