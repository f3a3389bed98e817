# Textos del aviso en la página de la aplicación: qué no está conectado y qué significa un pago pendiente.
banner-missing-title = Algunas partes de la aplicación no están conectadas a su portal
banner-missing-text = Aun así, puede eliminar contactos. La aplicación volverá a intentarlo cuando un administrador la abra más tarde. Si no funciona, vuelva a instalarla y acepte todos los permisos.
banner-missing-events = Faltan los avisos del portal: si se quita la aplicación, esta no lo sabrá y conservará sus datos.
banner-missing-widget-card = Falta el botón en la ficha del contacto.
banner-missing-widget-list = Falta la opción en el menú de la lista de contactos.
banner-missing-widget-toolbar = Falta el botón encima de la lista de contactos.
banner-missing-names = Los responsables aparecen como números, porque la aplicación no tiene permiso para leer sus nombres.
banner-unpaid-title = Hay un pago pendiente del portal o de la aplicación
banner-unpaid-text = Hasta que se pague, su portal no deja que la aplicación muestre ni elimine contactos. Pida a un administrador que revise el plan y la suscripción.
banner-unpaid-works = Puede seguir consultando las operaciones anteriores, sus informes y las copias guardadas.
banner-unpaid-kept = No se pierde nada: en cuanto se pague, la aplicación continuará donde se detuvo.
banner-barred-title = Aquí puede ver contactos, pero no eliminarlos
banner-barred-text = Un administrador ha decidido quién puede eliminar contactos con esta aplicación, y usted no figura entre esas personas. Puede buscar, ver contactos y consultar sus operaciones anteriores. Para eliminar, consulte a un administrador de su portal.
