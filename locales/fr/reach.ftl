# Ce qui se trouve entre l’application et un portail, et qui peut l’enlever.
page-error-private-address-title = Ce service ne se connecte pas aux portails situés dans des réseaux privés
page-error-private-address-detail = L’adresse de votre portail mène à un réseau privé, ce que l’exploitant de ce service n’a pas autorisé. Aucun contact n’a été modifié. Demandez à l’exploitant de l’autoriser, ou donnez au portail une adresse publique.
page-error-plain-http-title = Votre portail n’utilise pas https
page-error-plain-http-detail = L’adresse de votre portail n’est pas chiffrée, ce que l’exploitant de ce service n’a pas autorisé. Aucun contact n’a été modifié. Configurez https pour le portail, ou demandez à l’exploitant d’autoriser les adresses non chiffrées.
page-error-unknown-name-title = L’application ne trouve pas l’adresse de votre portail
page-error-unknown-name-detail = Le serveur de l’application ne parvient pas à résoudre le nom de votre portail. Aucun contact n’a été modifié. Demandez à l’administrateur de votre portail si ce nom peut être résolu depuis Internet.
page-error-no-connection-title = L’application ne peut pas se connecter à votre portail
page-error-no-connection-detail = Un pare-feu bloque peut-être la connexion, ou le portail est éteint. Aucun contact n’a été modifié. Demandez à l’administrateur de votre portail d’autoriser le serveur de l’application, puis réessayez.
page-error-untrusted-title = Le certificat de votre portail n’est pas fiable
page-error-untrusted-detail = Le certificat a expiré, a été émis pour un autre nom ou vient d’une autorité de certification privée. Aucun contact n’a été modifié. L’administrateur de votre portail peut le renouveler, ou l’exploitant de ce service peut déclarer votre autorité comme fiable.
page-error-no-such-method-title = Il manque à votre portail une fonction nécessaire à l’application
page-error-no-such-method-detail = Son module REST est désactivé ou très ancien. Aucun contact n’a été modifié. Demandez à l’administrateur de votre portail de l’activer ou de le mettre à jour.
install-failed-crm = Votre portail n’a pas de CRM, ou le CRM est désactivé : l’application n’a donc rien à traiter. Rien n’a été modifié. Activez le CRM et réessayez.
