# Texte des Banners auf der App-Seite: was nicht verbunden ist, was eine offene Rechnung bedeutet.
banner-missing-title = Einige Teile der App sind nicht mit Ihrem Portal verbunden
banner-missing-text = Kontakte können Sie trotzdem löschen. Die App versucht es erneut, wenn ein Administrator sie später öffnet. Hilft das nicht, installieren Sie die App neu und stimmen Sie allen Berechtigungen zu.
banner-missing-events = Benachrichtigungen des Portals sind ausgeschaltet: Wird die App entfernt, erfährt sie es nicht und behält ihre Daten.
banner-missing-widget-card = Die Schaltfläche in der Karte des Kontakts fehlt.
banner-missing-widget-list = Der Eintrag im Menü der Kontaktliste fehlt.
banner-missing-widget-toolbar = Die Schaltfläche über der Kontaktliste fehlt.
banner-missing-names = Verantwortliche erscheinen als Nummern, weil der App die Berechtigung fehlt, ihre Namen zu lesen.
banner-unpaid-title = Eine Zahlung für das Portal oder die App steht aus
banner-unpaid-text = Bis die Zahlung erfolgt ist, lässt Ihr Portal die App keine Kontakte anzeigen oder löschen. Bitten Sie einen Administrator, Tarif und Abonnement zu prüfen.
banner-unpaid-works = Frühere Vorgänge, ihre Berichte und die gespeicherten Kopien können Sie weiterhin öffnen.
banner-unpaid-kept = Es geht nichts verloren: Sobald die Zahlung erfolgt ist, macht die App dort weiter, wo sie aufgehört hat.
banner-barred-title = Sie können Kontakte hier ansehen, aber nicht löschen
banner-barred-text = Ein Administrator hat festgelegt, wer mit dieser App Kontakte löschen darf. Sie gehören nicht dazu. Sie können suchen, Kontakte ansehen und Ihre bisherigen Vorgänge öffnen. Wenn Sie löschen möchten, wenden Sie sich an einen Administrator Ihres Portals.
