//! Portals and authorization servers whose certificates come from a company's own authority.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use portal_sim::{Fault, FramePost, Nth, Sim};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::service::program;
use crate::support::TestApp;
use crate::unreachable::{assert_explained, post_from};

/// A certificate authority for one test.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        Self { issuer: Issuer::new(params, key), folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// Accepts TLS connections at this address and forwards them. Returns the new address.
    async fn shields(&self, address: IpAddr, behind: String) -> String {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([address.to_string()]).unwrap();
        let certificate = certificate.signed_by(&key, &self.issuer).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        );
        let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
        let listener = TcpListener::bind((address, 0)).await.unwrap();
        let domain = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, behind) = (acceptor.clone(), behind.clone());
                tokio::spawn(async move {
                    // A client that does not trust the certificate ends the connection here.
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut target = TcpStream::connect(behind).await.unwrap();
                    let _closed = tokio::io::copy_bidirectional(&mut stream, &mut target).await;
                });
            }
        });
        domain
    }
}

/// A portal and an authorization server behind TLS.
struct Shielded {
    sim: Sim,
    portal: String,
    oauth: String,
}

async fn shielded(authority: &Authority) -> Shielded {
    let sim = Sim::builder().portals(1).contacts(100).installed(true).start().await.unwrap();
    let portal = authority.shields("127.0.0.2".parse().unwrap(), sim.portal(0).domain()).await;
    let behind = sim.oauth_url().trim_start_matches("http://").to_owned();
    let oauth = authority.shields("127.0.0.1".parse().unwrap(), behind).await;
    Shielded { sim, portal, oauth }
}

/// The service for it, which does not allow plain http to portals.
async fn service(shielded: Shielded, ca_file: Option<PathBuf>) -> (TestApp, String) {
    let oauth = format!("https://{}", shielded.oauth);
    let ca_file = ca_file.map(|file| file.display().to_string()).unwrap_or_default();
    let values = [
        ("ERASER_OAUTH_URLS", oauth.as_str()),
        ("ERASER_ALLOW_HTTP_PORTALS", "false"),
        ("ERASER_CA_FILE", ca_file.as_str()),
    ];
    (TestApp::with_sim(shielded.sim, &values).await, shielded.portal)
}

/// The authorization server names this address for the portal.
fn lives_at(app: &TestApp, endpoint: &str) {
    let answer = json!({"result": {"client_id": app.sim.client_id(), "scope": "crm", "user_id": 1, "install": {
        "installed": true, "status": "F", "client_endpoint": endpoint, "member_id": app.portal().member_id()}}});
    let fault = Fault::Http(200, answer.to_string(), "application/json".to_owned());
    app.sim.oauth_faults().script("app.info", Nth::Next, fault);
}

fn post(app: &TestApp, domain: &str) -> FramePost {
    app.portal().frame_post(1).set("DOMAIN", domain).remove("SERVER_ENDPOINT")
}

#[tokio::test(flavor = "multi_thread")]
async fn configured_authority_is_trusted_for_portals_and_servers() {
    let authority = Authority::new();
    let (app, domain) = service(shielded(&authority).await, Some(authority.file())).await;
    lives_at(&app, &format!("https://{domain}/rest/"));
    let page = app.opens(&post(&app, &domain)).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let user = app.session(page.boot()["session"].as_str().unwrap());
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert!(app.portal().contact(50).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_authorities_are_not_trusted() {
    let (mine, foreign) = (Authority::new(), Authority::new());
    for ca_file in [None, Some(foreign.file())] {
        let (app, domain) = service(shielded(&mine).await, ca_file).await;
        lives_at(&app, &format!("https://{domain}/rest/"));
        let page = app.opens(&post(&app, &domain)).await;
        assert!(page.status == 502 && page.is_error_page(), "{}", page.status);
        assert!(app.sim.oauth_calls().is_empty() && app.portal().calls().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn untrusted_certificate_is_explained() {
    let authority = Authority::new();
    let Shielded { sim, portal, oauth } = shielded(&authority).await;
    let app = TestApp::with_sim(sim, &[]).await;
    let page = app.posts("/install", &post_from(&app, "https", &portal)).await;
    assert_explained(&app, &page, "certificate isn’t trusted").await;
    let mut values = app.values.clone();
    values.insert("ERASER_OAUTH_URLS".to_owned(), format!("https://{oauth}"));
    values.insert("ERASER_DATABASE_URL".to_owned(), "sqlite://check.db".to_owned());
    let output = program(&values, authority.folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().any(|line| line.contains(&oauth) && line.contains("ERASER_CA_FILE")), "{text}");
    values.insert("ERASER_CA_FILE".to_owned(), "ca.pem".to_owned());
    let output = program(&values, authority.folder.path()).arg("check").output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn rename_to_a_forbidden_address_is_not_followed() {
    let authority = Authority::new();
    let (app, domain) = service(shielded(&authority).await, Some(authority.file())).await;
    let home = format!("https://{domain}/rest/");
    lives_at(&app, &home);
    let page = app.opens(&post(&app, &domain)).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    // The authorization server names the portal's own address with plain http, which is not allowed here.
    let open = app.portal().rest_url();
    app.portal().faults().script("batch", Nth::Next, Fault::Redirect(302, open.clone()));
    assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    assert!(app.portal().calls_of("crm.contact.delete").is_empty());
    assert_eq!(app.rows(&format!("portals WHERE endpoint = '{home}'")).await, 1);
    assert_eq!(user.deletes_contact(50).await.status, 200);
}

#[tokio::test]
async fn file_without_certificates_is_a_configuration_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("broken.pem"), BROKEN).unwrap();
    for file in ["nowhere.pem", "broken.pem", "."] {
        let values = [("ERASER_CA_FILE".to_owned(), file.to_owned())].into();
        let output = program(&values, folder.path()).arg("serve").output().await.unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{text}");
        let names_the_file = |line: &str| line.starts_with("ERASER_CA_FILE ") && line.contains("example");
        assert!(text.lines().any(names_the_file), "{text}");
    }
}

const BROKEN: &str = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
