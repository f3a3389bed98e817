# O que está entre o aplicativo e um portal, e quem pode remover.
page-error-private-address-title = Este serviço não chama portais em redes privadas
page-error-private-address-detail = O endereço do seu portal leva a uma rede privada, e o operador deste serviço não permitiu isso. Nenhum contato foi alterado. Peça ao operador que permita ou dê ao portal um endereço público.
page-error-plain-http-title = Seu portal não é acessado por https
page-error-plain-http-detail = Seu portal usa um endereço sem criptografia, e o operador deste serviço não permitiu isso. Nenhum contato foi alterado. Configure https no portal ou peça ao operador que permita.
page-error-unknown-name-title = O aplicativo não conhece o nome do seu portal
page-error-unknown-name-detail = O servidor do aplicativo não encontra nenhuma máquina com o nome do seu portal. Nenhum contato foi alterado. Pergunte ao administrador do portal se o nome pode ser resolvido pela internet.
page-error-no-connection-title = Seu portal não aceita conexões do aplicativo
page-error-no-connection-detail = Pode haver um firewall no caminho, ou o portal está desligado. Nenhum contato foi alterado. Peça ao administrador do portal que deixe o servidor do aplicativo entrar e tente de novo.
page-error-untrusted-title = O certificado do seu portal não é confiável
page-error-untrusted-detail = Ele expirou, está em outro nome ou vem de uma autoridade própria. Nenhum contato foi alterado. O administrador do portal pode renová-lo, ou o operador deste serviço pode confiar na sua autoridade.
page-error-no-such-method-title = Seu portal não conhece o que o aplicativo precisa
page-error-no-such-method-detail = Uma chamada do aplicativo não existe lá: o módulo REST está desligado ou é muito antigo. Nenhum contato foi alterado. Peça ao administrador do portal que o atualize.
install-failed-crm = Seu portal não tem CRM ou o módulo está desligado, então não há nada que o aplicativo possa fazer. Nada foi alterado. Ligue o CRM e tente de novo.
