# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Sem nome
js-unknown = desconhecido
js-request-id = ID da solicitação:
js-retry = Tentar novamente
js-delete-name = Excluir { $name }
js-open-name = Abrir { $name } no portal

js-total = Total: { $count }
js-range = { $from }–{ $to } de { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Nenhum contato aqui
js-empty-text = O seu portal não tem contatos que você possa ver.
js-nothing-title = Nada encontrado
js-nothing-text = Nenhum contato que você pode ver corresponde a “{ $name }”.
js-nothing-clear = Limpar a busca

js-deleting = Excluindo…
js-slow = O seu portal está demorando. Aguarde, a resposta vem de lá.
js-deleted-title = { $name }: contato excluído
js-deleted-text = Se a lixeira estiver ativada no seu portal, você encontrará o contato lá.
js-gone-title = { $name }: o contato não está mais lá
js-gone-text = O contato já foi excluído ou você não pode mais vê-lo. Nada mais foi alterado.
js-uncertain-title = { $name }: não é certo que a exclusão ocorreu
js-uncertain-text = A resposta se perdeu no caminho. Recarregue a lista: se o contato ainda estiver lá, ele não foi excluído.

js-network-title = Sem conexão com o aplicativo
js-network-text = Não foi possível acessar o servidor do aplicativo. Nada foi alterado. Verifique a sua conexão com a internet e tente novamente.
js-answer-title = O aplicativo não entendeu a resposta
js-answer-text = Há algo no caminho entre você e o servidor do aplicativo. Tente novamente em um minuto.

js-closing = Este painel será fechado agora.
js-close-yourself = Você já pode fechar este painel. Recarregue a página do portal para ver a lista atual.

js-install-finishing = Concluindo no seu portal…
js-install-done = O Contact Eraser está instalado.
js-install-done-hint = Se esta página não mudar sozinha, abra o Contact Eraser no menu esquerdo do seu portal.
js-install-blocked = Não foi possível carregar o script do portal; por isso falta a última etapa.
js-install-blocked-hint = Permita os scripts do Bitrix24 no bloqueador de anúncios ou no firewall e tente novamente. Tudo o que veio antes está guardado.
js-install-silent = O seu portal não responde; por isso falta a última etapa.
js-install-silent-hint = Recarregue a página do portal e abra o aplicativo de novo. Tudo o que veio antes está guardado.
