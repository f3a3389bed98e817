# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Ohne Namen
js-unknown = unbekannt
js-request-id = Anfrage-ID:
js-retry = Erneut versuchen
js-delete-name = { $name } löschen

js-range = { $from }–{ $to } von { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Keine Kontakte
js-empty-text = In Ihrem Portal gibt es keine Kontakte, auf die Sie Zugriff haben.
js-nothing-title = Nichts gefunden
js-nothing-text = Keiner der Kontakte, auf die Sie Zugriff haben, passt zu „{ $name }“.
js-nothing-clear = Suche leeren

js-deleting = Wird gelöscht…
js-slow = Ihr Portal braucht länger als sonst. Bitte warten Sie auf seine Antwort.
js-deleted-title = { $name } wurde gelöscht
js-deleted-text = Ist der Papierkorb in Ihrem Portal eingeschaltet, finden Sie den Kontakt dort.
js-gone-title = { $name } ist nicht mehr da
js-gone-text = Der Kontakt wurde bereits gelöscht, oder Sie haben keinen Zugriff mehr darauf. Sonst wurde nichts geändert.
js-uncertain-title = Unklar, ob { $name } gelöscht wurde
js-uncertain-text = Die Antwort ging unterwegs verloren. Laden Sie die Liste neu: Ist der Kontakt noch da, wurde er nicht gelöscht.

js-network-title = Keine Verbindung zur App
js-network-text = Der Server der App hat nicht geantwortet. Prüfen Sie Ihre Internetverbindung. Falls Sie gerade etwas löschen oder speichern wollten, prüfen Sie vor dem nächsten Versuch, ob es geklappt hat.
js-answer-title = Die App hat eine Antwort bekommen, die sie nicht versteht
js-answer-text = Vielleicht stört etwas zwischen Ihnen und dem Server der App, etwa ein Proxy. Warten Sie eine Minute. Falls Sie gerade etwas löschen oder speichern wollten, prüfen Sie vor dem nächsten Versuch, ob es geklappt hat.

js-closing = Dieses Fenster wird geschlossen.
js-close-yourself = Sie können dieses Fenster jetzt schließen. Laden Sie die Seite des Portals neu, um die aktuelle Liste zu sehen.

js-install-finishing = Wird in Ihrem Portal abgeschlossen…
js-install-done = Contact Eraser ist installiert.
js-install-done-hint = Wechselt diese Seite nicht von selbst, öffnen Sie Contact Eraser im linken Menü Ihres Portals.
js-install-blocked = Das Skript Ihres Portals konnte nicht geladen werden, deshalb fehlt noch der letzte Schritt.
js-install-blocked-hint = Erlauben Sie Skripte von Bitrix24 in Ihrem Werbeblocker oder Ihrer Firewall und versuchen Sie es dann erneut. Alle früheren Schritte sind gespeichert.
js-install-silent = Ihr Portal antwortet nicht, deshalb fehlt noch der letzte Schritt.
js-install-silent-hint = Laden Sie die Seite des Portals neu und öffnen Sie die App erneut. Alle früheren Schritte sind gespeichert.
