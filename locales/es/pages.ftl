# Texts that the templates print.
product-name = Contact Eraser
widget-title = Eliminar contacto
retry = Intentar de nuevo
reload = Volver a cargar la página
request-id = ID de la solicitud:
notice-close = Cerrar este mensaje

app-acting-as = Sesión iniciada como
app-tabs = Secciones de la aplicación
app-tab-contacts = Contactos
app-search = Nombre, teléfono o correo
app-search-hint = La lista cambia mientras usted escribe.
app-paging = Páginas de la lista
app-previous = Anterior
app-next = Siguiente

contact-name = Nombre
contact-phone = Teléfono
contact-email = Correo
contact-company = Compañía
contact-responsible = Responsable
contact-created = Creado
contact-actions = Acciones
contact-delete = Eliminar

confirm-lead = El contacto se quitará del CRM con los permisos que usted tiene. Esto es lo que depende de él:
confirm-deals = Negociaciones
confirm-deals-note = Se conservan, pero pierden a este cliente.
confirm-companies = Compañías
confirm-companies-note = Se conservan, pero pierden a este contacto.
confirm-activities = Actividades
confirm-activities-note = Las que pertenecen solo a este contacto se eliminan con él.
confirm-bin = El contacto irá a la papelera de su portal, si está activada allí.
confirm-delete = Eliminar
confirm-cancel = Cancelar

placement-hint = No se elimina nada sin su confirmación.
placement-delete = Eliminar contacto…

install-title = Instalación
install-working = Estamos configurando la aplicación en su portal. Solo tardará un momento.
install-failed-lead = La instalación no se ha completado.
install-verify = Comprobar su portal y sus permisos
install-store = Guardar la conexión, cifrada
install-connect = Conectar eventos y botones
install-finish = Terminar en su portal
install-skipped = Todo funciona, excepto estas partes, que su portal no ofrece:
install-failed-parts = No se han podido conectar estas partes:

outside-title = Abra Contact Eraser en Bitrix24
outside-text = Esta dirección pertenece a una aplicación que funciona dentro de su portal de Bitrix24. En una pestaña del navegador no puede saber quién es usted, así que aquí no muestra nada.
outside-step-portal = Inicie sesión en su portal de Bitrix24.
outside-step-menu = Abra «Contact Eraser» en el menú izquierdo, en «Aplicaciones», o haga clic en «Eliminar contacto» en la ficha de un contacto.
outside-step-missing = Si no encuentra allí la aplicación, pida a un administrador de su portal que la instale desde el Market.
