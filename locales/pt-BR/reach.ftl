# O que está entre o aplicativo e um portal, e quem pode remover.
page-error-private-address-title = Este serviço não se conecta a portais em redes privadas
page-error-private-address-detail = O endereço do seu portal leva a uma rede privada, e o operador deste serviço não permitiu isso. Nenhum contato foi alterado. Peça ao operador que permita ou dê ao portal um endereço público.
page-error-plain-http-title = Seu portal não usa https
page-error-plain-http-detail = O endereço do seu portal não é criptografado, e o operador deste serviço não permitiu isso. Nenhum contato foi alterado. Configure https no portal ou peça ao operador que permita endereços sem criptografia.
page-error-unknown-name-title = O aplicativo não encontra o endereço do seu portal
page-error-unknown-name-detail = O servidor do aplicativo não consegue resolver o nome do seu portal. Nenhum contato foi alterado. Pergunte ao administrador do seu portal se o nome pode ser resolvido pela internet.
page-error-no-connection-title = O aplicativo não consegue se conectar ao seu portal
page-error-no-connection-detail = Um firewall pode estar bloqueando a conexão, ou o portal está desligado. Nenhum contato foi alterado. Peça ao administrador do seu portal que libere o servidor do aplicativo e tente novamente.
page-error-untrusted-title = O certificado do seu portal não é confiável
page-error-untrusted-detail = O certificado expirou, foi emitido para outro nome ou vem de uma autoridade certificadora privada. Nenhum contato foi alterado. O administrador do seu portal pode renová-lo, ou o operador deste serviço pode passar a confiar na sua autoridade.
page-error-no-such-method-title = Falta ao seu portal um recurso de que o aplicativo precisa
page-error-no-such-method-detail = O módulo REST está desativado ou é muito antigo. Nenhum contato foi alterado. Peça ao administrador do seu portal que o ative ou atualize.
install-failed-crm = Seu portal não tem CRM, ou o CRM está desativado, por isso o aplicativo não tem com o que trabalhar. Nada foi alterado. Ative o CRM e tente novamente.
