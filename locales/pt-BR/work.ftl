# Texts of the jobs, of the history and of the messages that tell about jobs.
js-today = Hoje, { $time }
js-jobs-choose = Escolher contatos
js-jobs-badge = { $n ->
    [one] operação em andamento ou aguardando você
   *[other] operações em andamento ou aguardando você
}
js-job-deleted-all = { $n ->
    [one] { $count } contato excluído
   *[other] { $count } contatos excluídos
}
js-job-deleted-some = { $n ->
    [one] { $count } de { $number } contato excluído
   *[other] { $count } de { $number } contatos excluídos
}
js-job-restored-all = { $n ->
    [one] { $count } contato restaurado
   *[other] { $count } contatos restaurados
}
js-job-restored-some = { $n ->
    [one] { $count } de { $number } contato restaurado
   *[other] { $count } de { $number } contatos restaurados
}
js-job-restored = { $n ->
    [one] { $count } restaurado
   *[other] { $count } restaurados
}
js-job-restoring = Em restauração
js-job-source = restaura a operação { $number }
js-job-paused-by-you = Pausada por você. { $time }
js-job-paused-by = Pausada por { $name }. { $time }
js-job-retry = { $n ->
    [one] Tentar novamente: { $count } com falha
   *[other] Tentar novamente: { $count } com falha
}
js-job-rest = { $n ->
    [one] Excluir { $count } restante…
   *[other] Excluir os { $count } restantes…
}
js-job-spared = { $n ->
    [one] Excluir { $count } contato mantido…
   *[other] Excluir { $count } contatos mantidos…
}
js-job-stop = Parar a exclusão
js-job-stop-restoring = Parar a restauração
js-job-discard = Descartar rascunho
js-stop-title = Parar a exclusão?
js-stop-title-restore = Parar a restauração?
js-stop-title-draft = Descartar este rascunho?
js-stop-none = Nada foi excluído ainda.
js-stop-none-restored = Nada foi restaurado ainda.
js-stop-deleted = { $n ->
    [one] { $count } contato já foi excluído e continuará excluído. Os demais ficam no seu CRM.
   *[other] { $count } contatos já foram excluídos e continuarão excluídos. Os demais ficam no seu CRM.
}
js-stop-restored = { $n ->
    [one] { $count } contato já foi restaurado e fica no seu CRM.
   *[other] { $count } contatos já foram restaurados e ficam no seu CRM.
}
js-job-verifying-restore = Verificando se os contatos voltaram…
js-history-draft = Rascunho
js-history-of-contact = Contato { $number }
js-act-draft-closed = Rascunho fechado, nada excluído
js-act-finish-job-restore = Restauração concluída
js-act-cancel-job-restore = Restauração interrompida
js-action-connect = Conexão em uma aba do navegador
js-action-move-portal = Endereço do portal alterado
js-audit-connected = conectado
js-audit-moved = novo endereço salvo
js-audit-internal = erro do aplicativo
job-item-contact = Contato
job-more = Mais ações
history-job = Número da operação
history-what = O quê
overview-title = Últimas semanas
overview-chart = Contatos excluídos, restaurados e mantidos por semana
overview-deleted = Excluídos
overview-restored = Restaurados
overview-kept = Mantidos
overview-failed = Com falha
overview-numbers = Mostrar os números
overview-by-week = Por semana (a semana começa na segunda-feira, UTC)
overview-by-person = Por pessoa
overview-week = Semana de
record-names = Incluir os nomes de quem excluiu e registrou
record-app = Criado com
notice-done = Contact Eraser: a operação { $number } terminou. Excluídos: { $count } de { $to }
notice-restore-done = Contact Eraser: a operação { $number } terminou. Restaurados: { $count } de { $to }
notice-ended = Contact Eraser: a operação { $number } terminou antes do fim. Excluídos: { $count } de { $to }
notice-restore-ended = Contact Eraser: a operação { $number } terminou antes do fim. Restaurados: { $count } de { $to }
notice-paused = Contact Eraser: a operação { $number } está aguardando você. Excluídos até agora: { $count } de { $to }
notice-restore-paused = Contact Eraser: a operação { $number } está aguardando você. Restaurados até agora: { $count } de { $to }
notice-review = Contact Eraser: uma visualização agendada preparou um rascunho para você. Contatos: { $to }. Nada é excluído até você revisar e confirmar.
job-print = Versão para impressão (HTML)
report-title = Relatório: exclusão, operação { $number }
report-title-restore = Relatório: restauração, operação { $number }
js-item-open-deal = Abrir o negócio
notice-open = Abrir a operação
