# Texte des Banners auf der App-Seite: was nicht verbunden ist, was eine offene Rechnung bedeutet.
banner-missing-title = Einige Teile der App sind nicht mit Ihrem Portal verbunden
banner-missing-text = Kontakte können Sie trotzdem löschen. Die App versucht es erneut, wenn jemand mit Administratorrechten sie später öffnet. Bleibt es dabei, installieren Sie die App noch einmal und stimmen Sie allen Berechtigungen zu.
banner-missing-events = Nachrichten des Portals: Wird die App entfernt, erfährt sie es nicht und behält ihre Daten.
banner-missing-widget-card = Die Schaltfläche auf der Karte des Kontakts fehlt.
banner-missing-widget-list = Der Eintrag im Menü der Kontaktliste fehlt.
banner-missing-names = Verantwortliche werden mit ihrer Nummer angezeigt, weil die App ihre Namen nicht lesen darf.
banner-unpaid-title = Eine Zahlung für das Portal oder die App ist offen
banner-unpaid-text = Ihr Portal zeigt und löscht für die App keine Kontakte, bis bezahlt ist. Bitten Sie die Administration Ihres Portals, Tarif und Abonnement zu prüfen.
banner-unpaid-works = Frühere Vorgänge, ihre Berichte und die gespeicherten Kopien können Sie weiterhin lesen.
banner-unpaid-kept = Nichts geht verloren: Die App macht weiter, wo sie aufgehört hat, sobald bezahlt ist.
