//! Unfinished installations: after a day the authorization server is asked, and they are finished or removed.

use std::time::Duration;

use contact_eraser::worker;
use portal_sim::{Fault, Nth, PortalState, Sim};

use crate::renewal::exchanges;
use crate::renewal::silence::flows_of;
use crate::support::{TestApp, logged};

const DAY: Duration = Duration::from_hours(24);
const HOUR: Duration = Duration::from_hours(1);

/// The installer's page was opened, but the portal never received the end of the installation.
async fn with_unfinished_installation() -> TestApp {
    let app = TestApp::with(Sim::builder().portals(2).contacts(100)).await;
    assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 200);
    assert_eq!(app.rows("portals WHERE status = 'pending'").await, 1);
    app
}

fn asked(app: &TestApp) -> usize {
    app.sim.oauth_calls().len()
}

/// Whether all data of an uninstalled portal is removed.
async fn is_removed(app: &TestApp) -> bool {
    app.rows("portals WHERE status = 'removed' AND application_token IS NULL").await == 1
        && app.rows("authorizations").await == 0
        && app.rows("audit WHERE user_id IS NOT NULL").await == 0
}

/// The warnings about installations that could not be resolved.
fn logged_warnings() -> String {
    logged().lines().filter(|line| line.contains(" WARN ")).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn installation_finished_without_event_becomes_active_after_a_day() {
    let app = with_unfinished_installation().await;
    app.portal().set_installed(true);
    let (flows, twin) = (flows_of(&app, &[]).await, flows_of(&app, &[]).await);
    let before = asked(&app);
    app.clock.passes(23 * HOUR);
    worker::round(&flows).await;
    assert_eq!(asked(&app), before, "users have a day to finish");
    app.clock.passes(2 * HOUR);
    tokio::join!(worker::round(&flows), worker::round(&twin));
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
    assert_eq!(asked(&app) - before, 1, "only one process asks");
    for _ in 0..3 {
        app.clock.passes(DAY);
        worker::round(&flows).await;
    }
    assert_eq!(asked(&app) - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn never_finished_installation_is_removed_and_can_start_again() {
    let app = with_unfinished_installation().await;
    let flows = flows_of(&app, &[]).await;
    let page = app.posts("/install", &app.portal().frame_post(1)).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    app.clock.passes(25 * HOUR);
    worker::round(&flows).await;
    assert!(is_removed(&app).await);
    assert_eq!(user.get("/api/contacts").await.status, 401);
    assert_eq!(app.posts("/install", &app.portal().frame_post(1)).await.status, 200);
    assert_eq!(app.rows("portals WHERE status = 'pending'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstalled_unfinished_installation_is_removed() {
    for state in [PortalState::AppRemoved, PortalState::Deleted] {
        let app = with_unfinished_installation().await;
        let flows = flows_of(&app, &[]).await;
        app.portal().set_state(state);
        app.portal().revoke_user(1);
        app.clock.passes(25 * HOUR);
        worker::round(&flows).await;
        assert!(is_removed(&app).await, "{state:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unfinished_installation_without_usable_pair_is_removed() {
    let app = with_unfinished_installation().await;
    let flows = flows_of(&app, &[]).await;
    app.portal().revoke_user(1);
    app.clock.passes(25 * HOUR);
    worker::round(&flows).await;
    assert_eq!(
        app.rows("portals WHERE status = 'pending'").await,
        1,
        "an unusable pair proves nothing about the app"
    );
    app.clock.passes(25 * HOUR);
    worker::round(&flows).await;
    assert!(is_removed(&app).await, "{}", logged_warnings());
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_and_open_payment_remove_nothing() {
    let app = with_unfinished_installation().await;
    let flows = flows_of(&app, &[]).await;
    let unpaid = Fault::Error { status: 401, error: "PAYMENT_REQUIRED".into(), description: String::new() };
    for fault in [Fault::Html(502), Fault::CutBefore, unpaid] {
        // A read whose connection breaks is sent once more, at once.
        let sent = if fault == Fault::CutBefore { 2 } else { 1 };
        app.sim.oauth_faults().script("app.info", Nth::Every, fault.clone());
        app.clock.passes(25 * HOUR);
        let before = asked(&app);
        worker::round(&flows).await;
        worker::round(&flows).await;
        app.sim.oauth_faults().clear();
        assert_eq!(asked(&app) - before, sent, "{fault:?}: once a day");
        assert_eq!(app.rows("portals WHERE status = 'pending'").await, 1, "{fault:?}");
    }
    assert_eq!(exchanges(&app.sim), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn installation_in_use_is_not_resolved() {
    let app = with_unfinished_installation().await;
    let flows = flows_of(&app, &[]).await;
    app.portal().set_installed(true);
    app.clock.passes(20 * HOUR);
    app.signs_in(&app.portal(), 2).await;
    let before = asked(&app);
    app.clock.passes(10 * DAY);
    worker::round(&flows).await;
    assert_eq!(asked(&app), before);
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
}
