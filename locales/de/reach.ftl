# Was zwischen der App und einem Portal steht, und wer es beseitigen kann.
page-error-private-address-title = Dieser Dienst ruft keine Portale in privaten Netzen auf
page-error-private-address-detail = Die Adresse Ihres Portals führt in ein privates Netz, und der Betreiber dieses Dienstes hat das nicht erlaubt. Es wurde kein Kontakt geändert. Bitten Sie den Betreiber, es zu erlauben, oder geben Sie dem Portal eine öffentliche Adresse.
page-error-plain-http-title = Ihr Portal ist nicht über https erreichbar
page-error-plain-http-detail = Ihr Portal benutzt eine Adresse ohne Verschlüsselung, und der Betreiber dieses Dienstes hat das nicht erlaubt. Es wurde kein Kontakt geändert. Richten Sie https für das Portal ein, oder bitten Sie den Betreiber, es zu erlauben.
page-error-unknown-name-title = Die App kennt den Namen Ihres Portals nicht
page-error-unknown-name-detail = Der Server der App findet unter dem Namen Ihres Portals keinen Rechner. Es wurde kein Kontakt geändert. Fragen Sie die Administration des Portals, ob der Name aus dem Internet aufgelöst werden kann.
page-error-no-connection-title = Ihr Portal nimmt keine Verbindung von der App an
page-error-no-connection-detail = Vielleicht steht eine Firewall dazwischen, oder das Portal ist ausgeschaltet. Es wurde kein Kontakt geändert. Bitten Sie die Administration des Portals, den Server der App zuzulassen, und versuchen Sie es dann erneut.
page-error-untrusted-title = Dem Zertifikat Ihres Portals wird nicht vertraut
page-error-untrusted-detail = Es ist abgelaufen, lautet auf einen anderen Namen oder stammt von einer eigenen Zertifizierungsstelle. Es wurde kein Kontakt geändert. Die Administration des Portals kann es erneuern, oder der Betreiber dieses Dienstes kann Ihrer Stelle vertrauen.
page-error-no-such-method-title = Ihr Portal kennt nicht, was die App braucht
page-error-no-such-method-detail = Einen Aufruf der App gibt es dort nicht: Das REST-Modul ist ausgeschaltet oder sehr alt. Es wurde kein Kontakt geändert. Bitten Sie die Administration des Portals, es zu aktualisieren.
install-failed-crm = Ihr Portal hat kein CRM, oder das CRM-Modul ist ausgeschaltet; die App könnte hier nichts tun. Es wurde nichts geändert. Schalten Sie das CRM ein und versuchen Sie es erneut.
