//! Attacks by people who know only a portal's member id, or have recorded its posts.

use std::time::Duration;

use contact_eraser::domain::clock::Clock;
use contact_eraser::worker;
use portal_sim::{Fault, Nth, Portal, PortalState, Sim};

use crate::events::{installs, posts, uninstallation};
use crate::renewal::exchanges;
use crate::renewal::silence::flows_of;
use crate::support::TestApp;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// A portal whose application token is unknown to the service, and an uninstallation that anyone can forge.
async fn portal_without_token() -> (TestApp, Portal) {
    let app = TestApp::with(Sim::builder().portals(2).contacts(100).installed(true)).await;
    let portal = app.portal();
    assert_eq!(app.opens(&portal.frame_post(2).old_style()).await.status, 200);
    assert_eq!(app.rows("portals WHERE application_token IS NULL").await, 1);
    (app, portal)
}

async fn forges(app: &TestApp, portal: &Portal) -> u16 {
    posts(app, uninstallation(portal, app.clock.now().0, "whatever", true)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_uninstallations_use_no_pair_and_wipe_nothing() {
    let (app, portal) = portal_without_token().await;
    portal.revoke_user(2);
    let asked = app.sim.oauth_calls().len();
    for _ in 0..5 {
        assert_eq!(forges(&app, &portal).await, 403);
    }
    assert_eq!(exchanges(&app.sim), 0, "a forged event caused a renewal");
    assert_eq!(app.rows("authorizations WHERE state = 'alive' AND renewal_tries = 0").await, 1);
    assert!(app.sim.oauth_calls().len() <= asked + 1, "forged events caused repeated questions");
    app.clock.passes(HOUR);
    assert_eq!(forges(&app, &portal).await, 403);
    assert!(app.sim.oauth_calls().len() <= asked + 2);
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_uninstallation_is_ignored_without_a_usable_pair() {
    let (app, portal) = portal_without_token().await;
    app.runs("UPDATE authorizations SET state = 'gone', gone_reason = 'refused'").await;
    portal.revoke_user(2);
    for _ in 0..2 {
        assert_eq!(forges(&app, &portal).await, 403);
        app.clock.passes(2 * HOUR);
    }
    let flows = flows_of(&app, &[]).await;
    for _ in 0..30 {
        app.clock.passes(DAY);
        worker::round(&flows).await;
    }
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
    assert_eq!(exchanges(&app.sim), 0);
    // Until the refresh token expires, no user opens the app, and no pair is left to ask with.
    app.clock.passes(160 * DAY);
    worker::round(&flows).await;
    assert_eq!(app.rows("portals WHERE status = 'removed'").await, 1);
    assert_eq!(app.rows("authorizations").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn unproven_uninstallation_is_found_by_the_daily_check() {
    let (app, portal) = portal_without_token().await;
    let (flows, twin) = (flows_of(&app, &[]).await, flows_of(&app, &[]).await);
    portal.uninstall(true);
    assert_eq!(forges(&app, &portal).await, 403, "an unusable pair proves nothing");
    app.clock.passes(20 * HOUR);
    worker::round(&flows).await;
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1, "not before a day has passed");
    app.clock.passes(5 * HOUR);
    let before = app.sim.oauth_calls().len();
    tokio::join!(worker::round(&flows), worker::round(&twin));
    assert_eq!(
        app.sim.oauth_calls().len() - before,
        2,
        "only one process asks: about the token, then for a new one"
    );
    assert_eq!(app.rows("portals WHERE status = 'removed'").await, 1);
    assert_eq!((app.rows("authorizations").await, app.rows("audit WHERE user_id IS NOT NULL").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn daily_check_asks_only_for_unproven_removals() {
    let (app, portal) = portal_without_token().await;
    let other = app.sim.portal(1);
    other.set_installed(false);
    installs(&app, &other).await;
    let flows = flows_of(&app, &[]).await;
    let before = app.sim.oauth_calls().len();
    for _ in 0..3 {
        app.clock.passes(DAY);
        worker::round(&flows).await;
        worker::round(&flows).await;
    }
    assert_eq!(app.sim.oauth_calls().len() - before, 3, "once a day, for one portal");
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 2);
    app.opens(&portal.frame_post(1)).await;
    app.clock.passes(2 * DAY);
    let before = app.sim.oauth_calls().len();
    worker::round(&flows).await;
    assert_eq!(app.sim.oauth_calls().len(), before, "the application token is known now");
}

#[tokio::test(flavor = "multi_thread")]
async fn recorded_uninstallation_proves_nothing_a_week_later() {
    for (at, why) in [(-7 * 86_400, "a week old"), (3600, "from the future")] {
        let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
        let portal = app.portal();
        installs(&app, &portal).await;
        app.runs("UPDATE portals SET installed_at = installed_at - 1000000").await;
        let captured = uninstallation(&portal, app.clock.now().0 + at, &portal.application_token(), true);
        let before = app.sim.oauth_calls().len();
        for _ in 0..3 {
            assert_eq!(posts(&app, captured.clone()).await, 200, "{why}: ignored");
        }
        assert_eq!(app.sim.oauth_calls().len(), before + 1, "{why}: the server is asked once");
        assert_eq!(app.rows("portals WHERE status = 'active'").await, 1, "{why}");
        let timeless = captured.replace("&ts=", "&other=");
        assert_eq!(posts(&app, timeless).await, 200, "without a time");
        assert_eq!(app.rows("portals WHERE status = 'active'").await, 1, "without a time");
        // The authorization server confirms the uninstallation, so the age of the event does not matter.
        portal.set_state(PortalState::AppRemoved);
        let again = captured.replace("&ts=", "&more=1&ts=");
        assert_eq!(posts(&app, again).await, 200, "{why}");
        assert_eq!(app.rows("portals").await, 0, "{why}: the server confirms that the portal has left");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unproven_authentic_event_is_checked_daily() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let flows = flows_of(&app, &[]).await;
    app.runs("UPDATE authorizations SET state = 'gone', gone_reason = 'lost_renewal'").await;
    portal.revoke_user(1);
    let late = uninstallation(&portal, 1_700_000_000, &portal.application_token(), false);
    assert_eq!(posts(&app, late).await, 200);
    assert_eq!(app.rows("portals WHERE status = 'active' AND doubted = 1").await, 1);
    app.clock.passes(DAY);
    worker::round(&flows).await;
    assert_eq!(app.rows("portals WHERE status = 'active' AND doubted = 1").await, 1);
    assert_eq!(app.signs_in(&portal, 1).await.get("/api/contacts").await.status, 200);
    assert_eq!(app.rows("portals WHERE doubted = 1").await, 0, "the app was opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn authentic_event_during_an_outage_is_not_lost() {
    for has_left in [true, false] {
        let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
        let portal = app.portal();
        installs(&app, &portal).await;
        let flows = flows_of(&app, &[]).await;
        if has_left {
            portal.set_state(PortalState::AppRemoved);
        }
        app.sim.oauth_faults().script("app.info", Nth::Every, Fault::Html(502));
        let late = uninstallation(&portal, 1_700_000_000, &portal.application_token(), false);
        assert_eq!(posts(&app, late.clone()).await, 503, "the server could not be asked");
        assert_eq!(app.rows("portals WHERE status = 'active' AND doubted = 1").await, 1);
        app.sim.oauth_faults().clear();
        if has_left {
            app.clock.passes(DAY);
            worker::round(&flows).await;
            assert_eq!(app.rows("portals WHERE status = 'removed'").await, 1, "the daily check finds it");
        } else {
            assert_eq!(posts(&app, late).await, 200);
            assert_eq!(
                app.rows("portals WHERE status = 'active' AND doubted = 0").await,
                1,
                "the removal is no longer unproven"
            );
        }
    }
}
