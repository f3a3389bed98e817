# Jobs: why they are refused, and what became of a contact.
problem-too-many-contacts-title = Mais contatos do que as configurações permitem de uma vez
problem-too-many-contacts-detail = As configurações do aplicativo limitam quantos contatos uma tarefa pode excluir. Nada foi excluído. Escolha menos ou fale com um administrador do seu portal.
problem-day-limit-title = Mais do que você pode excluir em um dia
problem-day-limit-detail = As configurações do aplicativo limitam quantos contatos uma pessoa pode excluir em 24 horas. Nada foi excluído. Também conta o que as suas tarefas em aberto ainda podem excluir. Escolha menos, aguarde ou fale com um administrador do seu portal.
problem-bad-set-title = Esta seleção não pode ser excluída
problem-bad-set-detail = Ela não tem contatos, tem mais de 100.000 ou não tem nenhuma condição, o que significaria todos. Nada foi excluído. Escolha contatos ou defina um filtro.
item-open-deals = Tem um negócio aberto.
item-deals-unknown = Não foi possível saber se tem negócios abertos.
item-no-snapshot = Não foi possível guardar os dados, por isso não foi excluído.
item-refused = O portal recusou.
item-still-there = O portal disse que foi excluído, mas continua lá.
item-no-clear-answer = O portal não deu uma resposta clara.
item-snapshot-gone = Os dados guardados não existem mais.
item-create-denied = O portal não permite que você crie contatos.
item-job-failed = A tarefa terminou antes do tempo.
