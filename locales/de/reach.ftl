# Was zwischen der App und einem Portal steht, und wer es beseitigen kann.
page-error-private-address-title = Dieser Dienst verbindet sich nicht mit Portalen in privaten Netzwerken
page-error-private-address-detail = Die Adresse Ihres Portals führt in ein privates Netzwerk, und der Betreiber dieses Dienstes hat das nicht erlaubt. Es wurde kein Kontakt geändert. Bitten Sie den Betreiber, es zu erlauben, oder geben Sie dem Portal eine öffentliche Adresse.
page-error-plain-http-title = Ihr Portal verwendet kein https
page-error-plain-http-detail = Die Adresse Ihres Portals ist unverschlüsselt, und der Betreiber dieses Dienstes hat das nicht erlaubt. Es wurde kein Kontakt geändert. Richten Sie https für das Portal ein oder bitten Sie den Betreiber, unverschlüsselte Adressen zu erlauben.
page-error-unknown-name-title = Die App findet die Adresse Ihres Portals nicht
page-error-unknown-name-detail = Der Server der App kann den Namen Ihres Portals nicht auflösen. Es wurde kein Kontakt geändert. Fragen Sie den Administrator Ihres Portals, ob sich der Name aus dem Internet auflösen lässt.
page-error-no-connection-title = Die App kann keine Verbindung zu Ihrem Portal herstellen
page-error-no-connection-detail = Vielleicht blockiert eine Firewall die Verbindung, oder das Portal ist ausgeschaltet. Es wurde kein Kontakt geändert. Bitten Sie den Administrator Ihres Portals, den Server der App zuzulassen, und versuchen Sie es dann erneut.
page-error-untrusted-title = Das Zertifikat Ihres Portals ist nicht vertrauenswürdig
page-error-untrusted-detail = Das Zertifikat ist abgelaufen, auf einen anderen Namen ausgestellt oder stammt von einer privaten Zertifizierungsstelle. Es wurde kein Kontakt geändert. Der Administrator Ihres Portals kann es erneuern, oder der Betreiber dieses Dienstes kann Ihre Zertifizierungsstelle als vertrauenswürdig eintragen.
page-error-no-such-method-title = Ihrem Portal fehlt eine Funktion, die die App braucht
page-error-no-such-method-detail = Das REST-Modul ist ausgeschaltet oder sehr alt. Es wurde kein Kontakt geändert. Bitten Sie den Administrator Ihres Portals, es einzuschalten oder zu aktualisieren.
install-failed-crm = Ihr Portal hat kein CRM, oder das CRM ist ausgeschaltet. Die App kann deshalb nicht arbeiten. Es wurde nichts geändert. Schalten Sie das CRM ein und versuchen Sie es erneut.
