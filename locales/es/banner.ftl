# Textos del aviso en la página de la aplicación: qué no está conectado y qué significa un pago pendiente.
banner-missing-title = Algunas partes de la aplicación no están conectadas a su portal
banner-missing-text = Puede eliminar contactos de todos modos. La aplicación lo intentará de nuevo cuando un administrador la abra más tarde. Si esto no cambia, instale la aplicación otra vez y acepte todos los permisos.
banner-missing-events = Mensajes del portal: si se quita la aplicación, esta no se entera y conserva sus datos.
banner-missing-widget-card = Falta el botón en la ficha del contacto.
banner-missing-widget-list = Falta el elemento en el menú de la lista de contactos.
banner-missing-names = Los responsables aparecen con su número, porque la aplicación no puede leer sus nombres.
banner-unpaid-title = Hay un pago pendiente del portal o de la aplicación
banner-unpaid-text = Hasta que se pague, su portal no muestra ni elimina contactos para la aplicación. Pida a un administrador que revise el plan y la suscripción.
banner-unpaid-works = Los trabajos anteriores, sus informes y las copias guardadas se pueden seguir leyendo.
banner-unpaid-kept = No se pierde nada: cuando se pague, la aplicación seguirá donde se detuvo.
