# Texts that the templates print.
product-name = Contact Eraser
widget-title = Kontakt löschen
retry = Erneut versuchen
reload = Seite neu laden
request-id = Anfrage-ID:
notice-close = Meldung schließen

app-acting-as = Angemeldet als
app-tabs = Bereiche der App
app-tab-contacts = Kontakte
app-search = Name, Telefon oder E-Mail
app-search-hint = Die Liste ändert sich, während Sie tippen.
app-paging = Seiten der Liste
app-previous = Zurück
app-next = Weiter

contact-name = Name
contact-phone = Telefon
contact-email = E-Mail
contact-company = Unternehmen
contact-responsible = Verantwortlich
contact-created = Erstellt
contact-actions = Aktionen
contact-delete = Löschen

confirm-lead = Der Kontakt wird mit Ihren Berechtigungen aus Ihrem CRM entfernt. Mit ihm verknüpft:
confirm-deals = Aufträge
confirm-deals-note = Die Aufträge bleiben, verlieren aber diesen Kunden.
confirm-companies = Unternehmen
confirm-companies-note = Die Unternehmen bleiben, verlieren aber diesen Kontakt.
confirm-activities = Aktivitäten
confirm-activities-note = Aktivitäten, die nur zu diesem Kontakt gehören, werden mitgelöscht.
confirm-bin = Ist der Papierkorb in Ihrem Portal eingeschaltet, finden Sie den Kontakt dort 30 Tage lang.
confirm-delete = Löschen
confirm-cancel = Abbrechen

placement-delete = Kontakt löschen

install-title = Installation
install-working = Die App wird in Ihrem Portal eingerichtet. Das dauert einen Moment.
install-failed-lead = Die Installation ist nicht abgeschlossen.
install-verify = Portal und Ihre Berechtigungen prüfen
install-store = Verbindung verschlüsselt speichern
install-connect = Ereignisse und Schaltflächen verbinden
install-finish = In Ihrem Portal abschließen
install-skipped = Alles funktioniert, nur diese Teile bietet Ihr Portal nicht an:
install-failed-parts = Diese Teile konnten nicht verbunden werden:

outside-title = Öffnen Sie Contact Eraser in Bitrix24
outside-text = Diese Adresse gehört zu einer App, die in Ihrem Bitrix24-Portal arbeitet. In einem Browser-Tab kann sie nicht erkennen, wer Sie sind, und zeigt deshalb hier nichts an.
outside-step-portal = Melden Sie sich in Ihrem Bitrix24-Portal an.
outside-step-menu = Öffnen Sie „Contact Eraser“ im linken Menü unter „Anwendungen“ oder klicken Sie in der Karte eines Kontakts auf „Kontakt löschen“.
outside-step-missing = Wenn Sie die App dort nicht finden, bitten Sie einen Administrator Ihres Portals, sie aus dem Market zu installieren.
