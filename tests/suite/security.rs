//! Security events for the operator have one name in the log, `security.event`, and a metric counts them under it.

use std::sync::OnceLock;

use contact_eraser::domain::security::SecurityEvent;
use contact_eraser::telemetry::Metrics;
use portal_sim::Sim;
use reqwest::Method;

use crate::events::installs;
use crate::support::{TestApp, logged};

/// A process can install its metrics once only.
fn metrics() -> &'static Metrics {
    static METRICS: OnceLock<Metrics> = OnceLock::new();
    METRICS.get_or_init(|| Metrics::start().unwrap())
}

fn counted(event: SecurityEvent) -> u64 {
    let line = format!("eraser_security_events_total{{event=\"{}\"}} ", event.as_str());
    let text = metrics().render();
    text.lines().find_map(|found| found.strip_prefix(&line)).map_or(0, |number| number.parse().unwrap())
}

/// Runs an action and checks that the event was counted and logged.
async fn assert_counted_and_logged(event: SecurityEvent, act: impl Future<Output = ()>) {
    let line = format!("security.event=\"{}\"", event.as_str());
    let lines = || u64::try_from(logged().matches(&line).count()).unwrap();
    let before = (counted(event), lines());
    act.await;
    assert!(counted(event) > before.0, "{event:?} is not counted");
    assert_eq!(counted(event) - before.0, lines() - before.1, "{event:?}: log and metrics agree");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_security_event_is_logged_and_counted() {
    metrics();
    let app = TestApp::start().await;
    let portal = app.portal();
    let posts = async |path: &str, body: String, status: u16| {
        assert_eq!(app.posts_raw(path, "", body).await.status, status);
    };
    let forged = portal.frame_post(2).set("AUTH_ID", "nobodys-access-token");
    assert_counted_and_logged(SecurityEvent::VerificationFailed, async {
        assert_eq!(app.opens(&forged).await.status, 401);
    })
    .await;
    assert_counted_and_logged(SecurityEvent::VerificationFailed, async {
        let query = "code=c0dec0de&state=nobodys-st4te&domain=a.com&member_id=9f0c";
        assert_eq!(app.get(&format!("/oauth/callback?{query}")).await.status, 400);
    })
    .await;
    assert_counted_and_logged(SecurityEvent::SessionRefused, async {
        assert_eq!(app.session("a.forged.session").get("/api/jobs").await.status, 401);
    })
    .await;
    assert_counted_and_logged(SecurityEvent::ForeignForm, async {
        let request = app.request(Method::POST, "/oauth/start").header("Sec-Fetch-Site", "cross-site");
        request.form(&[("portal", "acme.bitrix24.com")]).send().await.unwrap();
    })
    .await;
    installs(&app, &portal).await;
    let wrong = |token: &str| {
        format!("event=ONAPPUNINSTALL&auth[member_id]={}&auth[application_token]={token}", portal.member_id())
    };
    assert_counted_and_logged(
        SecurityEvent::EventRefused,
        posts("/events", wrong("an-application-token"), 403),
    )
    .await;
    assert_counted_and_logged(SecurityEvent::LimitReached, async {
        for _ in 0..2000 {
            if app.get("/health/ready").await.status == 429 {
                return;
            }
        }
        panic!("no request is ever refused");
    })
    .await;
    let user = app.signs_in(&portal, 1).await;
    for (clean, event) in [(false, SecurityEvent::PortalRetired), (true, SecurityEvent::PortalWiped)] {
        installs(&app, &portal).await;
        assert_counted_and_logged(event, async {
            portal.uninstall(clean);
            portal.events_settled().await;
        })
        .await;
        assert_counted_and_logged(SecurityEvent::SessionRefused, async {
            assert_eq!(user.get("/api/jobs").await.problem(), (401, "session_expired"));
        })
        .await;
    }
    assert_no_secret_is_logged();
}

/// No line about a security event has one of the secrets of the test above.
fn assert_no_secret_is_logged() {
    let secrets = ["nobodys", "forged.session", "an-application-token", "127.0.0.1", "c0dec0de"];
    let log = logged();
    for line in log.lines().filter(|line| line.contains("security.event")) {
        assert!(secrets.iter().all(|secret| !line.contains(secret)), "{line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_in_private_networks_are_counted_when_they_are_refused() {
    metrics();
    let closed = [("ERASER_ALLOW_PRIVATE_PORTALS", "false")];
    let app = TestApp::with_values(Sim::builder().portals(1).installed(true), &closed).await;
    assert_counted_and_logged(SecurityEvent::AddressRefused, async {
        assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 502);
    })
    .await;
    assert_counted_and_logged(SecurityEvent::AddressRefused, async {
        assert_eq!(app.get("/oauth/start?portal=10.0.0.1").await.status, 400);
    })
    .await;
    let before = counted(SecurityEvent::AddressRefused);
    assert_eq!(app.get("/").await.status, 200);
    assert_eq!(counted(SecurityEvent::AddressRefused), before, "a page without refusals");
}
