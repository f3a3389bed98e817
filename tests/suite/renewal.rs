//! Renewing a pair of tokens: how each answer of the authorization server, or a lost answer, changes the stored pair.
//! `processes` tests several processes and crashes, `rows` the stored rows, `silence` unused pairs.

mod processes;
mod rows;
pub(crate) mod silence;

use std::path::Path;
use std::time::Duration;

use futures_util::future::join_all;
use portal_sim::{Fault, FramePost, Nth, PortalState, Sim, SimBuilder};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};

use crate::support::{Session, TestApp};

/// An authorization as stored in the database.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub(crate) struct Row {
    access_token: Vec<u8>,
    refresh_token: Option<Vec<u8>>,
    version: i64,
    state: String,
    gone_reason: Option<String>,
    renewal_tries: i64,
    lease_owner: Option<String>,
}

impl Row {
    pub(crate) async fn read(database: &Path) -> Self {
        let mut connection = open(database).await;
        let rows: Vec<Self> =
            sqlx::query_as("SELECT * FROM authorizations").fetch_all(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(rows.len(), 1);
        rows.into_iter().next().unwrap()
    }

    /// State, reason, and tries without a result. No lease may be left.
    pub(crate) fn rest(&self) -> (&str, Option<&str>, i64) {
        assert_eq!(self.lease_owner, None);
        (&self.state, self.gone_reason.as_deref(), self.renewal_tries)
    }

    fn pair(&self) -> (&[u8], Option<&[u8]>, i64) {
        (&self.access_token, self.refresh_token.as_deref(), self.version)
    }
}

pub(crate) async fn open(database: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", database.display())).await.unwrap()
}

pub(crate) async fn executes(database: &Path, sql: &'static str, value: &str) {
    let mut connection = open(database).await;
    sqlx::query(sql).bind(value).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The number of calls to the token endpoint.
pub(crate) fn exchanges(sim: &Sim) -> usize {
    sim.oauth_calls().iter().filter(|call| call.method == "oauth/token").count()
}

/// One portal without limits.
pub(crate) fn one_portal() -> SimBuilder {
    Sim::builder().portals(1).contacts(100).installed(true).no_bucket()
}

pub(crate) const CONTACT: &str = "/api/contacts/7";

/// A session whose access token has expired.
async fn spent(app: &TestApp) -> (Session<'_>, FramePost) {
    let post = app.portal().frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    app.portal().expire(post.get("AUTH_ID").unwrap());
    (user, post)
}

/// A session whose access token ends within seconds, which the service knows.
async fn ending(app: &TestApp) -> Session<'_> {
    // The simulator's clock, which is not moved, decides about the token's hour. The session's time counts from the
    // page.
    const ALMOST_HALF_AN_HOUR: Duration = Duration::from_secs(29 * 60 + 50);
    app.clock.passes(ALMOST_HALF_AN_HOUR);
    let user = app.signs_in(&app.portal(), 1).await;
    app.clock.passes(ALMOST_HALF_AN_HOUR);
    user
}

fn error(status: u16, code: &str) -> Fault {
    Fault::Error { status, error: code.to_owned(), description: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_of_the_authorization_server_has_its_result() {
    const REOPEN: (u16, &str) = (401, "portal_unauthorized");
    const OPERATOR: (u16, &str) = (500, "internal");
    const LATER: (u16, &str) = (502, "portal_unavailable");
    let gone = ("gone", Some("refused"), 1);
    let kept = ("alive", None, 0);
    // The server may have done the renewal, so the try is recorded.
    let unsure = ("alive", None, 1);
    let app = TestApp::with(one_portal()).await;
    for (fault, problem, rest) in [
        (error(400, "invalid_grant"), REOPEN, gone),
        (error(400, "bad_verification_code"), REOPEN, gone),
        (error(401, "NO_AUTH_FOUND"), REOPEN, gone),
        (error(401, "PAYMENT_REQUIRED"), (402, "payment_required"), kept),
        (error(402, "payment_required"), (402, "payment_required"), kept),
        (error(200, "wrong_client"), OPERATOR, kept),
        (error(400, "invalid_client"), OPERATOR, kept),
        (error(400, "invalid_request"), OPERATOR, kept),
        (error(403, "insufficient_scope"), OPERATOR, kept),
        (error(403, "invalid_scope"), OPERATOR, kept),
        (error(401, "NOT_INSTALLED"), REOPEN, kept),
        (error(401, "ERROR_OAUTH"), REOPEN, kept),
        (Fault::Http(404, String::new(), "text/html".to_owned()), REOPEN, kept),
        (error(503, "temporarily_unavailable"), LATER, unsure),
        (Fault::Html(500), LATER, unsure),
        (Fault::Html(503), LATER, unsure),
        (Fault::Html(200), LATER, unsure),
        (Fault::CutBefore, LATER, unsure),
    ] {
        let (user, _) = spent(&app).await;
        let before = (Row::read(&app.database).await, exchanges(&app.sim));
        app.sim.oauth_faults().script("oauth/token", Nth::Next, fault.clone());
        assert_eq!(user.get(CONTACT).await.problem(), problem, "{fault:?}");
        assert_eq!(exchanges(&app.sim), before.1 + 1, "{fault:?}");
        let after = Row::read(&app.database).await;
        assert_eq!(after.rest(), rest, "{fault:?}");
        if after.state == "gone" {
            assert_eq!(user.get(CONTACT).await.problem(), REOPEN, "{fault:?}");
            assert_eq!(
                exchanges(&app.sim),
                before.1 + 1,
                "an unusable refresh token is not sent again: {fault:?}"
            );
        } else {
            assert_eq!(after.pair(), before.0.pair(), "{fault:?}");
            assert_eq!(user.get(CONTACT).await.status, 200, "{fault:?}");
            assert_eq!(Row::read(&app.database).await.rest(), kept, "{fault:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answer_is_recorded_and_repaired_by_the_next_page() {
    let app = TestApp::with(one_portal()).await;
    let gateway = Fault::AnswerAfterWork { status: 502, body: "<html>".to_owned() };
    for fault in [Fault::CutAfter, Fault::EmptyBody, Fault::Truncated, gateway] {
        let (user, _) = spent(&app).await;
        let before = (Row::read(&app.database).await, exchanges(&app.sim));
        app.sim.oauth_faults().script("oauth/token", Nth::Next, fault.clone());
        assert_eq!(user.get(CONTACT).await.problem(), (502, "portal_unavailable"), "{fault:?}");
        let lost = Row::read(&app.database).await;
        assert_eq!((lost.rest(), lost.pair()), (("alive", None, 1), before.0.pair()), "{fault:?}");
        for _ in 0..3 {
            assert_eq!(user.get(CONTACT).await.problem(), (401, "portal_unauthorized"), "{fault:?}");
        }
        assert_eq!(exchanges(&app.sim), before.1 + 2, "one more try, then no other: {fault:?}");
        assert_eq!(Row::read(&app.database).await.rest().1, Some("lost_renewal"), "{fault:?}");
        app.signs_in(&app.portal(), 1).await;
        assert_eq!(user.get(CONTACT).await.status, 200, "{fault:?}");
        assert_eq!(Row::read(&app.database).await.rest(), ("alive", None, 0), "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answer_is_repaired_if_the_platform_still_accepts_the_token() {
    let app = TestApp::with(one_portal().rotate_refresh(false)).await;
    let (user, _) = spent(&app).await;
    app.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::CutAfter);
    assert_eq!(user.get(CONTACT).await.status, 502);
    assert_eq!(user.get(CONTACT).await.status, 200);
    assert_eq!(Row::read(&app.database).await.rest(), ("alive", None, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_share_a_failure() {
    let app = TestApp::with(one_portal()).await;
    let user = ending(&app).await;
    app.portal().set_state(PortalState::PaymentRequired);
    app.sim.oauth_faults().script("oauth/token", Nth::Every, Fault::Delay(Duration::from_secs(2)));
    let answers = join_all((0..50).map(|_| user.get(CONTACT))).await;
    assert!(answers.iter().all(|answer| answer.problem() == (402, "payment_required")), "{answers:?}");
    assert_eq!(exchanges(&app.sim), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn next_server_is_asked_only_without_a_connection() {
    const MOVE: &str = "UPDATE portals SET auth_server = $1";
    let other = Sim::builder().portals(1).contacts(100).start().await.unwrap();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let closed = format!("http://{closed}");
    let sim = one_portal().start().await.unwrap();
    let servers = format!("{closed},{},{}", sim.oauth_url(), other.oauth_url());
    let app = TestApp::with_sim(sim, &[("ERASER_OAUTH_URLS", &servers)]).await;
    // The portal's own server is down, so the next one of the list is asked.
    let (user, _) = spent(&app).await;
    executes(&app.database, MOVE, &closed).await;
    assert_eq!(user.get(CONTACT).await.status, 200);
    assert_eq!((app.sim.refreshes(), exchanges(&other)), (1, 0));
    // The portal's own server is asked first, and its answer counts.
    for fault in [error(400, "invalid_grant"), Fault::CutAfter, Fault::Html(502)] {
        let (user, _) = spent(&app).await;
        app.sim.oauth_faults().script("oauth/token", Nth::Next, fault.clone());
        assert_ne!(user.get(CONTACT).await.status, 200);
        assert_eq!(exchanges(&other), 0, "{fault:?}");
    }
    // A server that is no longer in the list does not receive the secret.
    let (user, _) = spent(&app).await;
    let stranger = Sim::builder().portals(1).contacts(100).start().await.unwrap();
    executes(&app.database, MOVE, &stranger.oauth_url()).await;
    assert_eq!(user.get(CONTACT).await.status, 200);
    assert!(stranger.oauth_calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_without_a_lifetime_is_used_until_it_is_refused() {
    let app = TestApp::with(one_portal()).await;
    let (user, _) = spent(&app).await;
    let pair = app.portal().mint_pair(1);
    let body = json!({"access_token": pair.access_token, "refresh_token": pair.refresh_token,
        "member_id": app.portal().member_id()});
    let bare = Fault::AnswerAfterWork { status: 200, body: body.to_string() };
    app.sim.oauth_faults().script("oauth/token", Nth::Next, bare);
    for _ in 0..3 {
        assert_eq!(user.get(CONTACT).await.status, 200);
    }
    assert_eq!(exchanges(&app.sim), 1, "no renewal is needed");
    app.portal().expire(&pair.access_token);
    assert_eq!(user.get(CONTACT).await.status, 200);
    assert_eq!(exchanges(&app.sim), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_that_refuses_every_token_causes_one_renewal() {
    let app = TestApp::with(one_portal()).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let refuse = |method| app.portal().faults().script(method, Nth::Every, error(401, "expired_token"));
    refuse("batch");
    refuse("crm.contact.get");
    assert_eq!(user.get(CONTACT).await.problem(), (401, "portal_unauthorized"));
    assert_eq!(exchanges(&app.sim), 1);
    let user = ending(&app).await;
    assert_eq!(user.get(CONTACT).await.problem(), (401, "portal_unauthorized"));
    assert_eq!(exchanges(&app.sim), 2, "a new token is not renewed again");
}
