# Qué hay entre la aplicación y un portal, y quién puede quitarlo.
page-error-private-address-title = Este servicio no se conecta a portales en redes privadas
page-error-private-address-detail = La dirección de su portal lleva a una red privada, y el operador de este servicio no lo ha permitido. No se ha cambiado ningún contacto. Pida al operador que lo permita o dé al portal una dirección pública.
page-error-plain-http-title = Su portal no usa https
page-error-plain-http-detail = La dirección de su portal no está cifrada, y el operador de este servicio no lo ha permitido. No se ha cambiado ningún contacto. Configure https en el portal o pida al operador que permita direcciones sin cifrar.
page-error-unknown-name-title = La aplicación no encuentra la dirección de su portal
page-error-unknown-name-detail = El servidor de la aplicación no puede resolver el nombre de su portal. No se ha cambiado ningún contacto. Pregunte al administrador de su portal si el nombre se puede resolver desde internet.
page-error-no-connection-title = La aplicación no puede conectarse a su portal
page-error-no-connection-detail = Puede que un firewall bloquee la conexión o que el portal esté apagado. No se ha cambiado ningún contacto. Pida al administrador de su portal que permita el acceso al servidor de la aplicación e inténtelo de nuevo.
page-error-untrusted-title = El certificado de su portal no es de confianza
page-error-untrusted-detail = El certificado ha caducado, se emitió para otro nombre o procede de una autoridad de certificación privada. No se ha cambiado ningún contacto. El administrador de su portal puede renovarlo, o el operador de este servicio puede confiar en su autoridad.
page-error-no-such-method-title = A su portal le falta una función que la aplicación necesita
page-error-no-such-method-detail = Su módulo REST está desactivado o es muy antiguo. No se ha cambiado ningún contacto. Pida al administrador de su portal que lo active o lo actualice.
install-failed-crm = Su portal no tiene CRM, o el CRM está desactivado, así que la aplicación no tiene con qué trabajar. No se ha cambiado nada. Active el CRM e inténtelo de nuevo.
