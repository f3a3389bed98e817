//! Unused pairs are renewed once, long before their refresh tokens expire, and otherwise not used.

use std::sync::Arc;
use std::time::Duration;

use contact_eraser::app;
use contact_eraser::bitrix::http::Http;
use contact_eraser::bitrix::limiter::Limiter;
use contact_eraser::bitrix::rest::RestClient;
use contact_eraser::config::Config;
use contact_eraser::domain::clock::SharedClock;
use contact_eraser::domain::ids::{ContactId, MemberId, UserId};
use contact_eraser::flows::Flows;
use contact_eraser::flows::erase::SingleDeletion;
use contact_eraser::store::Store;
use contact_eraser::worker;
use portal_sim::{Fault, Nth};
use tokio::runtime::Handle;

use super::{CONTACT, Row, exchanges, one_portal, open, spent};
use crate::support::TestApp;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// The flows on the database and the clock of a running service.
pub(crate) async fn flows_of(app: &TestApp, extra: &[(&str, &str)]) -> Flows {
    let mut values = app.values.clone();
    values.extend(extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let config = Config::read(&values, false).unwrap();
    let store = app::open_store(&config, Arc::clone(&app.clock) as _).await.unwrap();
    on(app, &config, store)
}

/// The same on an open database.
pub(crate) fn on(app: &TestApp, config: &Config, store: Store) -> Flows {
    let clock: SharedClock = Arc::clone(&app.clock) as _;
    let http = Http::new(app::portal_rules(config), Handle::current()).unwrap();
    let oauth = app::open_oauth(config, &http);
    Flows::new(
        store,
        (RestClient::new(http, Limiter::new(Arc::clone(&clock))), oauth),
        clock,
        Handle::current(),
        config.public_url.clone(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn unused_pairs_are_renewed_once_and_spread_over_time() {
    let app = TestApp::with(one_portal()).await;
    for user in [1, 2] {
        app.opens(&app.portal().frame_post(user)).await;
    }
    let (flows, twin) = (flows_of(&app, &[]).await, flows_of(&app, &[]).await);
    for day in 0..150 {
        worker::round(&flows).await;
        assert_eq!(exchanges(&app.sim), 0, "nothing is renewed on day {day}");
        app.clock.passes(DAY);
    }
    let mut hours = Vec::new();
    for hour in 0..100 {
        let before = exchanges(&app.sim);
        tokio::join!(worker::round(&flows), worker::round(&twin));
        hours.extend((before..exchanges(&app.sim)).map(|_| hour));
        app.clock.passes(HOUR);
    }
    assert!(hours.len() == 2 && hours.iter().all(|hour| *hour <= 24), "{hours:?}");
    assert_ne!(hours[0], hours[1], "the two users are due at different hours");
    for _ in 0..140 {
        worker::round(&flows).await;
        app.clock.passes(DAY);
    }
    assert_eq!((exchanges(&app.sim), app.sim.refreshes()), (2, 2), "the next one is 150 days away");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_renewal_of_an_unused_pair_is_retried_after_a_day() {
    let app = TestApp::with(one_portal()).await;
    app.opens(&app.portal().frame_post(1)).await;
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(151 * DAY);
    app.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Html(503));
    for _ in 0..20 {
        worker::round(&flows).await;
        app.clock.passes(HOUR);
    }
    assert_eq!((exchanges(&app.sim), app.sim.refreshes()), (1, 0), "an outage causes no frequent retries");
    app.clock.passes(5 * HOUR);
    app.portal().revoke_user(1);
    for _ in 0..10 {
        worker::round(&flows).await;
        app.clock.passes(DAY);
    }
    assert_eq!(exchanges(&app.sim), 2);
    assert_eq!(Row::read(&app.database).await.rest(), ("gone", Some("lost_renewal"), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn renewal_that_was_never_sent_counts_no_try() {
    let app = TestApp::with(one_portal()).await;
    let (user, _) = spent(&app).await;
    let before = Row::read(&app.database).await;
    let mut connection = open(&app.database).await;
    let generation: i64 =
        sqlx::query_scalar("SELECT generation FROM portals").fetch_one(&mut connection).await.unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let cut_off = flows_of(&app, &[("ERASER_OAUTH_URLS", &format!("http://{closed}"))]).await;
    let member_id = MemberId::parse(&app.portal().member_id()).unwrap();
    let viewer = cut_off.viewer(member_id, UserId::new(1).unwrap(), generation).await.unwrap().unwrap();
    let failure = cut_off
        .erase(viewer, SingleDeletion::new(ContactId::new(7).unwrap()), "test".to_owned())
        .await
        .unwrap_err();
    assert!(failure.to_string().contains("no connection"), "{failure}");
    assert_eq!(Row::read(&app.database).await, before);
    assert_eq!(user.get(CONTACT).await.status, 200);
}
