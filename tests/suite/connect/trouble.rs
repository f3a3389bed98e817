//! Connecting while other things happen: several returns at once, an outage of the authorization server, an
//! uninstallation.

use portal_sim::{Fault, Nth, Sim};

use super::{all_but_the_return, exchanges, is_refused, returns, starts, with};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_many_simultaneous_returns_succeeds() {
    let app = TestApp::start().await;
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    let pages = futures_util::future::join_all((0..12).map(|_| returns(&app, &query, &cookie))).await;
    let mut statuses: Vec<u16> = pages.iter().map(|page| page.status).collect();
    statuses.sort_unstable();
    assert_eq!((statuses[0], &statuses[1..]), (200, &[400; 11][..]));
    assert_eq!((exchanges(&app), app.rows("authorizations").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_stores_nothing_and_asks_for_a_new_start() {
    let app = TestApp::start().await;
    let faults = [Fault::Html(502), Fault::CutBefore, Fault::CutAfter, Fault::Truncated, Fault::Html(200)];
    for method in ["oauth/token", "app.info", "profile"] {
        for fault in faults.clone() {
            let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
            let why = format!("{method}: {fault:?}");
            let portal = app.portal();
            let script = if method == "profile" { portal.faults() } else { app.sim.oauth_faults() };
            // A read is sent once more if its connection breaks, so the fault applies to every call.
            script.script(method, Nth::Every, fault);
            is_refused(&app, &returns(&app, &query, &cookie).await, 502, &why).await;
            script.clear();
        }
    }
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    app.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Hang);
    is_refused(&app, &returns(&app, &query, &cookie).await, 504, "silence").await;
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    assert_eq!(returns(&app, &query, &cookie).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn next_authorization_server_is_asked_only_if_nothing_was_sent() {
    let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let second = Sim::builder().portals(1).start().await.unwrap();
    for (first_is_there, status) in [(false, 200), (true, 502)] {
        let (port, nobody) = (free(), free());
        let (ours, closed) = (format!("http://127.0.0.1:{port}"), format!("http://127.0.0.1:{nobody}"));
        let servers = if first_is_there {
            format!("{ours},{}", second.oauth_url())
        } else {
            format!("{closed},{ours}")
        };
        let builder = Sim::builder().portals(1).installed(true).port(port);
        let app = TestApp::with_values(builder, &[("ERASER_OAUTH_URLS", &servers)]).await;
        let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
        if first_is_there {
            app.sim.oauth_faults().script("oauth/token", Nth::Every, Fault::CutAfter);
        }
        let page = returns(&app, &with(&query, "server_domain", None), &cookie).await;
        assert_eq!(page.status, status, "{servers}");
    }
    assert!(second.oauth_calls().is_empty(), "a code was sent to a second server");
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstalling_ends_connections_under_way() {
    let app = TestApp::start().await;
    let (leaving, staying) = (app.sim.portal(0), app.sim.portal(1));
    assert_eq!(app.posts("/install", &leaving.frame_post(1)).await.status, 200);
    leaving.install_finished();
    leaving.events_settled().await;
    let (query, cookie) = all_but_the_return(&app, &leaving, 1).await;
    starts(&app, &staying).await;
    leaving.uninstall(true);
    leaving.events_settled().await;
    let others = format!("oauth_states WHERE portal = '{}'", staying.domain());
    assert_eq!((app.rows("oauth_states").await, app.rows(&others).await), (1, 1));
    is_refused(&app, &returns(&app, &query, &cookie).await, 400, "after the uninstallation").await;
}
