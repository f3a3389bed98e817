# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = Más contactos de los que la configuración permite a la vez
problem-too-many-contacts-detail = La configuración de la aplicación limita cuántos contactos puede eliminar una tarea. No se ha eliminado nada. Elija menos o pregunte a un administrador de su portal.
problem-day-limit-title = Más de lo que puede eliminar en un día
problem-day-limit-detail = Los ajustes de la aplicación limitan cuántos contactos puede eliminar una persona en 24 horas. No se ha eliminado nada. También cuenta lo que aún pueden eliminar sus tareas sin terminar. Elija menos, espere o pregunte a un administrador de su portal.
problem-bad-set-title = Esta selección no se puede eliminar
problem-bad-set-detail = No contiene contactos, contiene más de 100.000 o no tiene ninguna condición, lo que significaría todos. No se ha eliminado nada. Elija contactos o defina un filtro.
item-open-deals = Tiene una negociación abierta.
item-deals-unknown = No se pudo averiguar si tiene negociaciones abiertas.
item-no-snapshot = No se pudieron guardar sus datos, por eso no se eliminó.
item-refused = El portal lo rechazó.
item-still-there = El portal dijo que se eliminó, pero sigue ahí.
item-no-clear-answer = El portal no dio una respuesta clara.
item-snapshot-gone = Los datos guardados ya no existen.
item-create-denied = El portal no le permite crear contactos.
item-job-failed = La tarea terminó antes de tiempo.
