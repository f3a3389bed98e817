# Texts that the pages' JavaScript prints. Only the arguments name, count, seconds, from and to are filled in.
js-no-name = Sem nome
js-unknown = desconhecido
js-request-id = ID da solicitação:
js-retry = Tentar novamente
js-delete-name = Excluir { $name }

js-range = { $from }–{ $to } de { $count }
js-range-open = { $from }–{ $to }
js-empty-title = Nenhum contato
js-empty-text = Seu portal não tem contatos aos quais você tenha acesso.
js-nothing-title = Nenhum resultado
js-nothing-text = Nenhum dos contatos aos quais você tem acesso corresponde a “{ $name }”.
js-nothing-clear = Limpar busca

js-deleting = Excluindo…
js-slow = Seu portal está demorando mais do que o normal. Aguarde a resposta.
js-deleted-title = { $name }: contato excluído
js-deleted-text = Se a lixeira estiver ativada no seu portal, você encontrará o contato lá.
js-gone-title = { $name }: o contato não está mais lá
js-gone-text = Ele já foi excluído ou você não tem mais acesso a ele. Nada mais foi alterado.
js-uncertain-title = { $name }: não sabemos se a exclusão ocorreu
js-uncertain-text = A resposta se perdeu no caminho. Recarregue a lista: se o contato ainda estiver lá, ele não foi excluído.

js-network-title = Sem conexão com o aplicativo
js-network-text = O servidor do aplicativo não respondeu. Verifique a sua conexão com a internet. Se você estava excluindo ou salvando algo, verifique se deu certo antes de tentar novamente.
js-answer-title = O aplicativo não entendeu a resposta recebida
js-answer-text = Algo entre você e o servidor do aplicativo, como um proxy, pode estar atrapalhando. Aguarde um minuto. Se você estava excluindo ou salvando algo, verifique se deu certo antes de tentar novamente.

js-closing = Este painel está sendo fechado.
js-close-yourself = Você já pode fechar este painel. Recarregue a página do portal para ver a lista atual.

js-install-finishing = Concluindo no seu portal…
js-install-done = O Contact Eraser está instalado.
js-install-done-hint = Se esta página não mudar sozinha, abra o Contact Eraser no menu esquerdo do seu portal.
js-install-blocked = Não foi possível carregar o script do seu portal, por isso ainda falta a última etapa.
js-install-blocked-hint = Permita os scripts do Bitrix24 no bloqueador de anúncios ou no firewall e tente novamente. Todas as etapas anteriores estão salvas.
js-install-silent = Seu portal não responde, por isso ainda falta a última etapa.
js-install-silent-hint = Recarregue a página do portal e abra o aplicativo novamente. Todas as etapas anteriores estão salvas.
