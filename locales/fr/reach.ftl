# Ce qui se trouve entre l’application et un portail, et qui peut l’enlever.
page-error-private-address-title = Ce service n’appelle pas de portails dans des réseaux privés
page-error-private-address-detail = L’adresse de votre portail mène dans un réseau privé, et l’exploitant de ce service ne l’a pas autorisé. Aucun contact n’a été modifié. Demandez à l’exploitant de l’autoriser, ou donnez au portail une adresse publique.
page-error-plain-http-title = Votre portail n’est pas joignable en https
page-error-plain-http-detail = Votre portail utilise une adresse sans chiffrement, et l’exploitant de ce service ne l’a pas autorisé. Aucun contact n’a été modifié. Mettez le portail en https, ou demandez à l’exploitant de l’autoriser.
page-error-unknown-name-title = L’application ne connaît pas le nom de votre portail
page-error-unknown-name-detail = Le serveur de l’application ne trouve aucune machine sous le nom de votre portail. Aucun contact n’a été modifié. Demandez à l’administrateur du portail si le nom peut être résolu depuis Internet.
page-error-no-connection-title = Votre portail n’accepte pas de connexion de l’application
page-error-no-connection-detail = Un pare-feu se trouve peut-être entre les deux, ou le portail est éteint. Aucun contact n’a été modifié. Demandez à l’administrateur du portail de laisser entrer le serveur de l’application, puis réessayez.
page-error-untrusted-title = Le certificat de votre portail n’est pas fiable
page-error-untrusted-detail = Il a expiré, porte un autre nom ou vient d’une autorité qui vous est propre. Aucun contact n’a été modifié. L’administrateur du portail peut le renouveler, ou l’exploitant de ce service peut faire confiance à votre autorité.
page-error-no-such-method-title = Votre portail ne connaît pas ce dont l’application a besoin
page-error-no-such-method-detail = Un appel de l’application n’y existe pas : le module REST est désactivé ou très ancien. Aucun contact n’a été modifié. Demandez à l’administrateur du portail de le mettre à jour.
install-failed-crm = Votre portail n’a pas de CRM, ou son module est désactivé : l’application n’aurait rien à faire. Rien n’a été modifié. Activez le CRM et réessayez.
