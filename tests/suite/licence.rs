//! Unpaid portals are told so and parked, but never wiped. A refusal of the application itself is distinguished from a
//! refusal of one portal.

use std::time::Duration;

use contact_eraser::worker;
use portal_sim::{Fault, Nth, PortalState, Sim};

use crate::renewal::silence::flows_of;
use crate::renewal::{Row, exchanges, one_portal};
use crate::support::TestApp;

fn refusal(code: &str, text: &str) -> Fault {
    Fault::Error { status: 401, error: code.into(), description: text.into() }
}

/// The two answers that mean an open payment.
fn unpaid() -> [Fault; 2] {
    [refusal("PAYMENT_REQUIRED", ""), refusal("ERROR_OAUTH", "Subscription has been ended")]
}

async fn parked(app: &TestApp) -> i64 {
    app.rows("portals WHERE unpaid_since IS NOT NULL AND status = 'active'").await
}

#[tokio::test(flavor = "multi_thread")]
async fn unpaid_portal_opens_the_app_and_shows_what_still_works() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    app.signs_in(&portal, 1).await;
    let plan = refusal("ACCESS_DENIED", "REST API is available only by subscription.");
    for fault in unpaid().into_iter().chain([plan]) {
        portal.faults().script("*", Nth::Every, fault.clone());
        let page = app.opens(&portal.frame_post(1)).await;
        assert_eq!(page.status, 200, "{fault:?}");
        let is_reported = page.html.contains("data-testid=\"banner\"") && page.html.contains("reports");
        assert!(is_reported && page.html.contains("data-kind=\"error\""), "{fault:?}");
        assert_eq!(page.boot()["admin"], false, "administrator rights cannot be confirmed");
        assert_eq!(parked(&app).await, 1, "{fault:?}");
        let user = app.session(page.boot()["session"].as_str().unwrap());
        let status = user.deletes_contact(50).await.status;
        assert!([402, 403].contains(&status), "{fault:?}: {status}");
        portal.faults().clear();
        let page = app.opens(&portal.frame_post(1)).await;
        assert!(!page.html.contains("data-testid=\"banner\""), "{fault:?}: paid");
        assert_eq!(parked(&app).await, 0, "{fault:?}: paid");
    }
    assert!(portal.contact(50).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_that_was_never_paid_is_not_stored() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    portal.faults().script("*", Nth::Every, refusal("PAYMENT_REQUIRED", ""));
    for path in ["/app", "/install"] {
        let page = app.posts(path, &portal.frame_post(1)).await;
        assert!(page.status == 402 && page.is_error_page(), "{path}: {}", page.status);
    }
    assert_eq!(app.rows("portals").await, 0);
    portal.faults().clear();
    assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200);
    portal.faults().script("*", Nth::Every, refusal("PAYMENT_REQUIRED", ""));
    let page = app.posts("/install", &portal.frame_post(1)).await;
    assert!(page.status == 402 && page.is_error_page(), "an installation needs the portal's answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_payment_is_reported_to_session_and_page() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    for fault in unpaid() {
        let user = app.signs_in(&portal, 1).await;
        portal.faults().script("*", Nth::Every, fault);
        assert_eq!(user.get("/api/contacts").await.problem(), (402, "payment_required"));
        assert_eq!(parked(&app).await, 1);
        portal.faults().clear();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unpaid_renewal_parks_the_portal_and_keeps_the_pair() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    for fault in unpaid() {
        let post = portal.frame_post(1);
        let page = app.opens(&post).await;
        let user = app.session(page.boot()["session"].as_str().unwrap());
        portal.expire(post.get("AUTH_ID").unwrap());
        app.sim.oauth_faults().script("oauth/token", Nth::Next, fault.clone());
        assert_eq!(user.get("/api/contacts").await.problem(), (402, "payment_required"), "{fault:?}");
        assert_eq!(Row::read(&app.database).await.rest(), ("alive", None, 0));
        assert_eq!(parked(&app).await, 1);
        assert_eq!(user.get("/api/contacts").await.status, 200, "paid");
        assert_eq!(parked(&app).await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_subscription_is_not_a_removal() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    app.signs_in(&portal, 2).await;
    // The service has no application token, so it asks the authorization server.
    let body = format!("event=ONAPPUNINSTALL&data[CLEAN]=1&auth[member_id]={}", portal.member_id());
    for fault in unpaid() {
        app.sim.oauth_faults().script("app.info", Nth::Next, fault.clone());
        let page = app.posts_raw("/events", "", body.clone()).await;
        assert_eq!(page.status, 503, "{fault:?}");
        assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (1, 1));
        // Unproven events cause at most one question to the server per hour.
        app.clock.passes(Duration::from_hours(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unpaid_portal_is_asked_at_most_once_a_day() {
    let app = TestApp::with(one_portal()).await;
    app.signs_in(&app.portal(), 1).await;
    let flows = flows_of(&app, &[]).await;
    app.portal().set_state(PortalState::PaymentRequired);
    app.clock.passes(Duration::from_hours(151 * 24));
    for _ in 0..48 {
        worker::round(&flows).await;
        app.clock.passes(Duration::from_hours(1));
    }
    assert_eq!(exchanges(&app.sim), 2);
    assert_eq!(app.rows("authorizations WHERE state = 'alive'").await, 1);
    assert_eq!(parked(&app).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_client_concerns_one_portal_if_others_are_served() {
    let app = TestApp::with(Sim::builder().portals(2).contacts(100).installed(true).no_bucket()).await;
    let refused = || Fault::Error { status: 400, error: "invalid_client".into(), description: String::new() };
    let answers = async |index: usize, fault: Option<Fault>| {
        let portal = app.sim.portal(index);
        let post = portal.frame_post(2);
        let page = app.opens(&post).await;
        let user = app.session(page.boot()["session"].as_str().unwrap());
        portal.expire(post.get("AUTH_ID").unwrap());
        if let Some(fault) = fault {
            app.sim.oauth_faults().script("oauth/token", Nth::Next, fault);
        }
        let answer = user.get("/api/contacts").await;
        (answer.status, answer.problem().1.to_owned())
    };
    let operator = (500, "internal".to_owned());
    let reopen = (401, "portal_unauthorized".to_owned());
    assert_eq!(answers(0, Some(refused())).await, operator, "no other portal's renewal has succeeded yet");
    assert_eq!(answers(0, None).await.0, 200);
    assert_eq!(answers(0, Some(refused())).await, operator, "the portal's own renewal proves nothing");
    assert_eq!(answers(1, None).await.0, 200);
    assert_eq!(answers(0, Some(refused())).await, reopen, "the other portal's renewal succeeded");
    assert_eq!(app.rows("authorizations WHERE state = 'alive' AND renewal_tries = 0").await, 2, "kept");
    app.clock.passes(Duration::from_hours(25));
    assert_eq!(answers(0, Some(refused())).await, operator, "that renewal is too old");
}
