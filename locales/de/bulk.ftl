# Texts of the list's conditions, of choosing many, of the dialogs about many, and of the jobs.
# A text with forms goes by $n, which is never printed: the number stands in it as $count.
app-tab-jobs = Vorgänge
select-page = Alle auf dieser Seite auswählen
contact-choose = Auswahl
bar-label = Ausgewählte Kontakte
bar-clear = Aufheben
bar-delete = Löschen…
filter-reset = Zurücksetzen
ids-open = ID-Liste
ids-lead = Fügen Sie Kontakt-IDs ein oder wählen Sie eine Datei: Text, CSV, Excel (.xlsx, .xls), OpenDocument oder den Export Ihres Portals. In einer Tabelle stehen die IDs in einer Spalte namens ID. Dabei wird noch nichts gelöscht.
ids-label = Kontakt-IDs
ids-file = Datei wählen…
ids-change = Andere Spalte wählen
ids-columns = Spalte mit den IDs der Kontakte
ids-faults-file = Fehlerhafte Zeilen herunterladen
bulk-lead = Die Kontakte werden mit Ihren Berechtigungen aus Ihrem CRM entfernt. Von allen gefundenen Kontakten:
bulk-open-deals = Mit offenen Aufträgen
bulk-open-deals-note = Diese Aufträge werden noch bearbeitet.
bulk-deals = Mit Aufträgen
bulk-companies = Mit Unternehmen
bulk-activities = Mit Aktivitäten
bulk-deals-note = Die Aufträge bleiben, verlieren aber diese Kunden.
bulk-companies-note = Die Unternehmen bleiben, verlieren aber diese Kontakte.
bulk-activities-note = Aktivitäten, die nur zu ihnen gehören, werden mitgelöscht.
bulk-inexact = Diese Zahlen sind möglicherweise unvollständig.
bulk-include = Auch Kontakte mit offenen Aufträgen löschen
bulk-bin = Ist der Papierkorb in Ihrem Portal eingeschaltet, finden Sie die Kontakte dort 30 Tage lang.
restore-lead = Die Kontakte werden aus den verschlüsselten Kopien mit Ihren Berechtigungen neu in Ihrem CRM erstellt.
restore-comes = Was zurückkommt
restore-comes-fields = Die Felder der Kontakte
restore-comes-phones = Telefonnummern und E-Mails
restore-comes-links = Verknüpfungen mit Unternehmen
restore-lost = Was sich ändert oder fehlt
restore-lost-ids = ID: Jeder Kontakt bekommt eine neue
restore-lost-deals = Verknüpfungen mit Aufträgen
restore-lost-activities = Aktivitäten, Kommentare und Verlauf
restore-lost-files = Dateien und Bilder
restore-bin = Ist der Papierkorb eingeschaltet, stellen Sie dort wieder her: So kommen auch Aktivitäten und Verlauf zurück.
job-pause = Pausieren
job-resume = Fortsetzen
job-report = Bericht herunterladen (CSV)
job-report-xlsx = Bericht herunterladen (XLSX)
job-snapshot = Gelöschte Kontakte herunterladen (CSV)
job-restore = Wiederherstellen…
job-items-filter = Anzeigen
job-items-all = Alle Kontakte
job-items-more = Mehr anzeigen
job-item-id = Kontakt-ID
job-item-outcome = Ergebnis
job-item-why = Grund
job-item-says = Das Portal sagt:

# What the script prints about the list and the choosing.
js-confirm-title = Diesen Kontakt löschen?
js-confirm-delete = Löschen
js-select-name = { $name } auswählen
js-select-all = Alle { $count } auswählen
js-select-all-open = Alle passenden Kontakte auswählen
js-selected = { $n ->
    [one] { $count } Kontakt ausgewählt
   *[other] { $count } Kontakte ausgewählt
}
js-selected-all = { $n ->
    [one] Der eine passende Kontakt ist ausgewählt
   *[other] Alle { $count } passenden Kontakte ausgewählt
}
js-selected-part = { $n ->
    [one] { $count } von { $number } Kontakten ausgewählt
   *[other] { $count } von { $number } Kontakten ausgewählt
}
js-selected-all-but = Alle passenden Kontakte bis auf { $count } ausgewählt
js-selected-all-open = Alle passenden Kontakte ausgewählt
js-nothing-filter = Keiner der Kontakte, auf die Sie Zugriff haben, entspricht diesen Filtern.
js-nothing-clear-all = Suche und Filter leeren

# What the script prints in the dialogs about many.
js-bulk-title = { $n ->
    [one] { $count } Kontakt löschen?
   *[other] { $count } Kontakte löschen?
}
js-bulk-title-none = Nichts zu löschen
js-bulk-title-open = Alle passenden Kontakte löschen?
js-bulk-looking = Verknüpfte Aufträge, Unternehmen und Aktivitäten werden geprüft…
js-bulk-counting = Bisher gezählt: { $count } von { $number }. Es sind mindestens so viele.
js-bulk-collecting = { $n ->
    [one] Wird gesammelt: bisher { $count } Kontakt…
   *[other] Wird gesammelt: bisher { $count } Kontakte…
}
js-bulk-failed = Die Kontakte konnten nicht gesammelt werden
js-bulk-kept = { $n ->
    [one] { $count } Kontakt mit offenen Aufträgen bleibt erhalten.
   *[other] { $count } Kontakte mit offenen Aufträgen bleiben erhalten.
}
js-bulk-other-total = Anzahl in der Liste: { $number }. Jetzt gefunden: { $count }. Die Frage bezieht sich auf die jetzt gefundenen Kontakte.
js-bulk-missing = { $n ->
    [one] { $count } ID wurde nicht gefunden, oder Sie haben keinen Zugriff darauf. Diese ID wird übersprungen.
   *[other] { $count } IDs wurden nicht gefunden, oder Sie haben keinen Zugriff darauf. Diese IDs werden übersprungen.
}
js-bulk-unknown = { $n ->
    [one] Auf die Aufträge von { $count } Kontakt haben Sie keinen Zugriff.
   *[other] Auf die Aufträge von { $count } Kontakten haben Sie keinen Zugriff.
}
js-bulk-snapshot = { $n ->
    [one] Contact Eraser bewahrt { $count } Tag lang eine verschlüsselte Kopie auf, aus der Sie die Kontakte wiederherstellen können.
   *[other] Contact Eraser bewahrt { $count } Tage lang eine verschlüsselte Kopie auf, aus der Sie die Kontakte wiederherstellen können.
}
js-bulk-type = Zur Bestätigung { $count } eingeben
js-bulk-names = Vorschau
js-bulk-first = { $n ->
    [one] Vorschau: der erste von { $number } gefundenen
   *[other] Vorschau: die ersten { $count } von { $number } gefundenen
}
js-ids-title = Nach einer ID-Liste löschen
js-ids-next = Weiter
js-ids-found = { $n ->
    [one] { $count } Kontakt-ID erkannt.
   *[other] { $count } Kontakt-IDs erkannt.
}
js-ids-repeated = { $n ->
    [one] { $count } Wiederholung wird ausgelassen.
   *[other] { $count } Wiederholungen werden ausgelassen.
}
js-ids-malformed = { $n ->
    [one] { $count } Zeile enthält keine Kontakt-ID:
   *[other] { $count } Zeilen enthalten keine Kontakt-ID:
}
js-ids-leave-out = { $n ->
    [one] Diese Zeile auslassen
   *[other] Diese { $count } Zeilen auslassen
}
js-ids-row = Zeile { $number }:
js-ids-first = Das sind die ersten { $count }.
js-ids-column = Spalte { $number }
js-ids-from-column = Die IDs stammen aus der Spalte „{ $name }“.
js-ids-reading = Die Liste wird gelesen…
js-ids-which = In welcher Spalte stehen die IDs der Kontakte? Wählen Sie sie aus.
js-ids-none = Es werden keine IDs übernommen: Die meisten Zeilen enthalten keine. Prüfen Sie die Liste.
js-ids-too-many = { $n ->
    [one] Auf einmal kann höchstens { $count } Kontakt gelöscht werden. Teilen Sie die Liste auf.
   *[other] Auf einmal können höchstens { $count } Kontakte gelöscht werden. Teilen Sie die Liste auf.
}
js-ids-file-large = Diese Datei ist zu groß: Höchstens 60 MB werden gelesen.
js-ids-unreadable = Diese Datei kann nicht gelesen werden.
js-restore-title = { $n ->
    [one] { $count } Kontakt wiederherstellen?
   *[other] { $count } Kontakte wiederherstellen?
}
js-restore = Wiederherstellen

# What the script prints about the jobs.
js-jobs-empty-title = Noch keine Vorgänge
js-jobs-empty-text = Hier stehen Ihre Lösch- und Wiederherstellungsvorgänge, mit Fortschritt und dem Ergebnis für jeden Kontakt.
js-job-title = { $n ->
    [one] { $count } Kontakt löschen
   *[other] { $count } Kontakte löschen
}
js-job-title-restore = { $n ->
    [one] { $count } Kontakt wiederherstellen
   *[other] { $count } Kontakte wiederherstellen
}
js-job-title-open = Alle passenden Kontakte löschen
js-job-number = Nr. { $number }
js-job-progress = { $count } von { $number }
js-job-rate = { $number } pro Sekunde
js-job-rate-slow = { $time } pro Kontakt
js-job-eta = noch etwa { $time }
js-job-queued = Wartet, bis er an der Reihe ist
js-job-verifying = Es wird geprüft, ob die Kontakte wirklich gelöscht sind…
js-job-resumes = Weiter: { $time }
js-job-verified = { $n ->
    [one] Geprüft: { $count } Kontakt ist aus Ihrem Portal gelöscht.
   *[other] Geprüft: { $count } Kontakte sind aus Ihrem Portal gelöscht.
}
js-job-kept-until = Wiederherstellbar bis { $time }
js-job-items = Kontakte anzeigen
js-job-items-hide = Kontakte ausblenden
js-job-items-loading = Wird geladen…
js-job-items-none = Keine Kontakte mit diesem Ergebnis.
js-state-collecting = Wird gesammelt
js-state-draft = Zu prüfen
js-state-queued = In der Warteschlange
js-state-running = Wird gelöscht
js-state-restoring = Wird wiederhergestellt
js-state-paused = Pausiert
js-state-waiting = Wartet auf das Portal
js-state-verifying = Wird geprüft
js-state-done = Fertig
js-state-cancelled = Abgebrochen
js-state-failed = Fehlgeschlagen
js-outcome-deleted = gelöscht
js-outcome-restored = wiederhergestellt
js-outcome-gone = nicht mehr vorhanden
js-outcome-protected = behalten
js-outcome-denied = ohne Berechtigung
js-outcome-failed = fehlgeschlagen
js-outcome-cancelled = abgebrochen
js-outcome-pending = noch offen
js-reason-operation-limit = Das Zeitlimit des Portals für diese Methode ist aufgebraucht.
js-reason-answer-lost = Eine Antwort des Portals ging verloren, und es arbeitet vielleicht noch an dem Aufruf. Der Vorgang geht weiter, sobald das ausgeschlossen ist.
js-reason-portal-busy = Das Portal nimmt gerade keine weiteren Anfragen an.
js-reason-portal-unavailable = Das Portal ist nicht erreichbar. Die App versucht es erneut.
js-reason-not-the-api = Die Antwort kam nicht von der API des Portals. Die App versucht es erneut.
js-reason-answer-too-long = Die Antwort des Portals ist zu lang. Die App versucht es erneut.
js-reason-portal-unauthorized = Das Portal hat Ihre Anmeldung beendet. Öffnen Sie die App im Portal erneut und setzen Sie den Vorgang dann fort.
js-reason-payment-required = Das Abonnement des Portals ist abgelaufen. Verlängern Sie es und setzen Sie den Vorgang dann fort.
js-reason-plan-restricted = Der Tarif des Portals erlaubt Apps die Arbeit mit Kontakten nicht.
js-reason-scope-missing = Der App fehlt eine Berechtigung im Portal. Bitten Sie einen Administrator, sie neu zu installieren.
js-reason-app-access-denied = Sie haben keinen Zugriff auf diese App. Fragen Sie einen Administrator.
js-reason-access-denied = Sie haben keinen Zugriff auf Kontakte. Fragen Sie einen Administrator.
js-reason-not-permitted = Laut Einstellungen der App dürfen Sie keine Kontakte löschen. Fragen Sie einen Administrator.
js-reason-day-limit = Sie haben Ihr Limit für 24 Stunden erreicht. Setzen Sie den Vorgang später fort oder fragen Sie einen Administrator.
js-reason-portal-deleted = Dieses Portal gibt es nicht mehr.
js-reason-many-denied = Das Portal hat das Löschen vieler Kontakte hintereinander abgelehnt: Ihnen fehlt die Berechtigung dafür. Setzen Sie den Vorgang nur fort, wenn sich das geändert hat.
js-reason-not-deleting = Das Portal bestätigt das Löschen, aber die Kontakte sind noch da. Es wird nichts mehr gesendet.
js-reason-by-user = Pausiert.
js-reason-cancelling = Wird gestoppt. Bereits gesendete Anfragen werden noch abgewartet.
js-reason-too-many = Es sind mehr Kontakte, als ein Vorgang umfassen kann. Grenzen Sie die Bedingungen ein.
js-reason-total-changed = Die Anzahl der passenden Kontakte hat sich geändert. Prüfen Sie die Liste noch einmal.
js-reason-filter-ignored = Das Portal hat Kontakte geliefert, die nicht zu Ihren Bedingungen passen. Deshalb wurde keiner gelöscht. Ursache kann eine Erweiterung oder eine alte Version des Portals sein. Fragen Sie den Administrator des Portals.
js-reason-draft-expired = Der Entwurf wurde nicht rechtzeitig bestätigt. Es wurde nichts gelöscht.
js-reason-draft-replaced = Durch neuere Entwürfe ersetzt. Es wurde nichts gelöscht.
js-reason-left-alone = Der Vorgang war zu lange pausiert und wurde deshalb beendet. Es wird nichts mehr gesendet.
js-reason-portal-silent = Das Portal hat 24 Stunden lang keine brauchbare Antwort gegeben. Setzen Sie den Vorgang fort, wenn es wieder funktioniert. Was erledigt ist, bleibt erledigt.
js-reason-nothing-to-do = Keine passenden Kontakte.
js-reason-internal = In dieser App ist etwas schiefgegangen. Der Support findet den Fehler über die Nummer des Vorgangs.
js-code-open-deals = Hat einen offenen Auftrag.
js-code-deals-unknown = Offene Aufträge konnten nicht geprüft werden.
js-code-no-snapshot = Die Kopie ließ sich nicht speichern, deshalb wurde der Kontakt nicht gelöscht.
js-code-refused = Das Portal hat es abgelehnt.
js-code-still-there = Das Portal meldete die Löschung, aber der Kontakt ist noch da.
js-code-no-clear-answer = Das Portal gab keine klare Antwort.
js-code-not-deleted = Nicht gelöscht: noch unter der alten ID vorhanden.
js-code-snapshot-gone = Die Kopie ist nicht mehr da.
js-code-create-denied = Ihnen fehlt die Berechtigung, Kontakte zu erstellen.
js-code-job-failed = Der Vorgang endete vorzeitig.
job-record = Löschprotokoll…
record-lead = Ein Beleg für Ihre Akten: wer wann welche Kontakte gelöscht hat, ob sie wirklich gelöscht sind und was bleibt. Kontakte stehen darin nur mit ihrer ID.
record-reference-label = Nummer des Antrags
record-reference-note = Ihr eigenes Aktenzeichen, z. B. DSGVO-2026/17. Keine personenbezogenen Daten.
record-format = Datei
record-format-html = Seite zum Drucken (HTML)
record-format-json = Daten (JSON)
record-destroy = Die Kopien jetzt vernichten. Danach können Sie nichts wiederherstellen.
js-record-title = Löschung protokollieren
js-record-action = Protokoll speichern
js-record-saved = Das Protokoll ist gespeichert
js-record-saved-text = Sie finden es in Ihren Downloads.
js-job-request = Antrag { $name }
js-reason-not-administrator = Die Person, die die Ansicht zuletzt gespeichert hat, ist kein Administrator mehr. Speichern Sie die Ansicht, um sie zu übernehmen.
job-review = Prüfen und bestätigen…
js-job-prepared = Von einer Ansicht mit Zeitplan vorbereitet. Nichts wird gelöscht, bis Sie prüfen und bestätigen. Läuft ab: { $time }
