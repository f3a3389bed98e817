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

confirm-lead = Se eliminará de su CRM con los permisos que usted tiene. Elementos vinculados:
confirm-deals = Negociaciones
confirm-deals-note = Se conservan, pero pierden a este cliente.
confirm-companies = Compañías
confirm-companies-note = Se conservan, pero pierden a este contacto.
confirm-activities = Actividades
confirm-activities-note = También se eliminan las que son solo de este contacto.
confirm-bin = Si la papelera de reciclaje está activada en su portal, lo encontrará allí durante 30 días.
confirm-delete = Eliminar
confirm-cancel = Cancelar

placement-delete = Eliminar contacto

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
