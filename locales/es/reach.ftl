# Qué hay entre la aplicación y un portal, y quién puede quitarlo.
page-error-private-address-title = Este servicio no llama a portales en redes privadas
page-error-private-address-detail = La dirección de su portal lleva a una red privada y el operador de este servicio no lo ha permitido. No se cambió ningún contacto. Pida al operador que lo permita o dé al portal una dirección pública.
page-error-plain-http-title = A su portal no se llega por https
page-error-plain-http-detail = Su portal usa una dirección sin cifrado y el operador de este servicio no lo ha permitido. No se cambió ningún contacto. Configure https en el portal o pida al operador que lo permita.
page-error-unknown-name-title = La aplicación no conoce el nombre de su portal
page-error-unknown-name-detail = El servidor de la aplicación no encuentra ningún equipo con el nombre de su portal. No se cambió ningún contacto. Pregunte al administrador del portal si el nombre se puede resolver desde internet.
page-error-no-connection-title = Su portal no acepta conexiones de la aplicación
page-error-no-connection-detail = Puede que haya un cortafuegos o que el portal esté apagado. No se cambió ningún contacto. Pida al administrador del portal que deje entrar al servidor de la aplicación e inténtelo de nuevo.
page-error-untrusted-title = El certificado de su portal no es de confianza
page-error-untrusted-detail = Ha caducado, está a otro nombre o procede de una autoridad propia. No se cambió ningún contacto. El administrador del portal puede renovarlo, o el operador de este servicio puede confiar en su autoridad.
page-error-no-such-method-title = Su portal no conoce lo que la aplicación necesita
page-error-no-such-method-detail = Allí no existe una llamada que hace la aplicación: el módulo REST está desactivado o es muy antiguo. No se cambió ningún contacto. Pida al administrador del portal que lo actualice.
install-failed-crm = Su portal no tiene CRM o su módulo está desactivado, así que la aplicación no podría hacer nada. No se cambió nada. Active el CRM e inténtelo de nuevo.
