# Texts of the single deletion, of the dialogs about what is certain and what is not, and of the third widget.
js-one-copy = { $n ->
    [one] O Contact Eraser guarda uma cópia criptografada por { $count } dia para que você possa restaurá-lo.
   *[other] O Contact Eraser guarda uma cópia criptografada por { $count } dias para que você possa restaurá-lo.
}
widget-app-title = Excluir vários contatos
settings-widget-toolbar = Acima da lista de contatos
install-step-widget-toolbar = Botão acima da lista de contatos
no-copy = Não guardar cópia (eliminação pela LGPD/GDPR)
no-copy-note = Nenhuma cópia é guardada. Se a lixeira não estiver ativada, isso não pode ser desfeito.
one-protected = As configurações do aplicativo mantêm contatos com negócios abertos. Feche o negócio primeiro ou fale com um administrador.
restore-lost-dates = Criado em e Criado por: passam a ser hoje e você
placement-question = Excluir este contato?
placement-close = Fechar o painel
js-one-open = { $n ->
    [one] { $count } negócio aberto. Ainda em andamento.
   *[other] { $count } negócios abertos. Ainda em andamento.
}
js-one-open-unknown = Você não tem acesso aos negócios deste contato. Algum deles pode estar aberto.
js-delete-anyway = Excluir mesmo assim
js-delete-for-good = Excluir definitivamente
js-undo = Desfazer
js-undone-title = { $name }: contato restaurado
js-undone-text = Ele tem um novo ID, a data de criação agora é a de hoje e ele consta como criado por você. Vínculos com negócios, atividades e arquivos não voltaram.
js-undone-open = Abrir o contato
js-undo-slow-title = { $name }: restaurando o contato
js-undo-slow-text = Está demorando mais que o normal. O resultado aparecerá em “Operações”.
js-undo-failed-title = { $name }: não foi possível restaurar o contato
js-undo-failed-text = A cópia criptografada ainda existe. Tente novamente em “Operações”.
js-deleted-kept-open = Você pode restaurá-lo enquanto a cópia dele for mantida.
js-deleted-kept = { $n ->
    [one] Você pode restaurá-lo por { $count } dia.
   *[other] Você pode restaurá-lo por { $count } dias.
}
js-bulk-title-most = { $n ->
    [one] Excluir até { $count } contato?
   *[other] Excluir até { $count } contatos?
}
js-bulk-delete = { $n ->
    [one] Excluir { $count } contato
   *[other] Excluir { $count } contatos
}
js-bulk-for-good = { $n ->
    [one] Excluir { $count } contato definitivamente
   *[other] Excluir { $count } contatos definitivamente
}
js-kept-open = mantido: negócio aberto
js-kept-unknown = mantido: sem acesso aos negócios
js-cancel-yourself = Nada foi alterado. Você pode fechar este painel.
