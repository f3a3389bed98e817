//! The lease and the tries in the row of a pair, as two processes see them.

use std::sync::Arc;
use std::time::Duration;

use contact_eraser::domain::clock::SharedClock;
use contact_eraser::domain::ids::{MemberId, UserId};
use contact_eraser::domain::portal::{AuthServer, Endpoint, PortalStatus, Scopes};
use contact_eraser::domain::secret::{AccessToken, RefreshToken};
use contact_eraser::domain::token::{AuthorizationState, GoneReason, Principal, TokenPair};
use contact_eraser::store::Store;
use contact_eraser::store::portals::PortalFacts;
use contact_eraser::store::seal::{Key, Seal};
use tempfile::TempDir;

use crate::support::TestClock;

const LEASE: Duration = Duration::from_secs(10);

/// Two processes on one database, and the user whose pair they renew.
struct TwoProcesses {
    here: Store,
    there: Store,
    clock: Arc<TestClock>,
    whose: Principal,
    facts: PortalFacts,
    _folder: TempDir,
}

fn pair(number: u32, refresh: bool) -> TokenPair {
    TokenPair {
        access: AccessToken::parse(&format!("access{number}")).unwrap(),
        refresh: refresh.then(|| RefreshToken::parse(&format!("refresh{number}")).unwrap()),
        expires_at: None,
    }
}

impl TwoProcesses {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("eraser.db").display());
        let seal = Seal::new(&Key::parse(&Key::generate().unwrap()).unwrap(), &[]);
        let clock = Arc::new(TestClock::real());
        let shared: SharedClock = Arc::clone(&clock) as _;
        let here = Store::open(&url, seal.clone(), Arc::clone(&shared)).await.unwrap();
        let there = Store::open(&url, seal, shared).await.unwrap();
        let member_id = MemberId::parse("9f0c").unwrap();
        let facts = PortalFacts {
            member_id: member_id.clone(),
            endpoint: Endpoint::parse("https://acme.example/rest/").unwrap(),
            auth_server: AuthServer::parse("https://oauth.example").unwrap(),
            licence: "F".to_owned(),
            scope: Scopes::parse("crm"),
            application_token: None,
            unpaid: false,
        };
        let whose = Principal { member_id, user_id: UserId::new(7).unwrap() };
        let two = Self { here, there, clock, whose, facts, _folder: folder };
        two.saves(1, true).await;
        two
    }

    async fn saves(&self, number: u32, refresh: bool) {
        let known = self.here.find_portal(&self.whose.member_id).await.unwrap();
        let facts = (&self.facts, PortalStatus::Active);
        let saved =
            self.here.save_opening(known.as_ref(), facts, (self.whose.user_id, &pair(number, refresh))).await;
        assert!(saved.unwrap().is_some());
    }

    /// Version, access token, refresh token, state.
    async fn stored(&self) -> (i64, String, String, AuthorizationState) {
        let stored = self.there.find_authorization(&self.whose).await.unwrap().unwrap();
        let refresh = stored.pair.refresh.unwrap().expose().to_owned();
        (stored.version, stored.pair.access.expose().to_owned(), refresh, stored.state)
    }

    async fn begins(&self, store: &Store, owner: &str) -> Option<contact_eraser::store::renewal::Renewal> {
        let (version, ..) = self.stored().await;
        let portal = self.there.find_portal(&self.whose.member_id).await.unwrap().unwrap();
        store.begin_renewal(&self.whose, (portal.generation, version), owner, LEASE).await.unwrap()
    }
}

#[tokio::test]
async fn a_lease_keeps_others_out_until_it_ends() {
    let two = TwoProcesses::start().await;
    let first = two.begins(&two.here, "here").await.unwrap();
    assert_eq!((first.tries, first.refresh.as_ref().unwrap().expose()), (1, "refresh1"));
    two.clock.passes(Duration::from_secs(7));
    assert!(two.begins(&two.there, "there").await.is_none());
    two.here.extend_lease(&two.whose, &first, LEASE).await.unwrap();
    two.clock.passes(Duration::from_secs(7));
    assert!(two.begins(&two.there, "there").await.is_none(), "the lease was extended");
    two.clock.passes(Duration::from_secs(4));
    let second = two.begins(&two.there, "there").await.unwrap();
    assert_eq!(second.tries, 2, "the first renewal has no result");
    two.here.extend_lease(&two.whose, &first, LEASE * 100).await.unwrap();
    two.here.give_up_renewal(&two.whose, &first, false).await.unwrap();
    assert!(two.begins(&two.here, "here").await.is_none(), "the other process has the lease now");
    two.there.give_up_renewal(&two.whose, &second, false).await.unwrap();
    assert_eq!(
        two.begins(&two.here, "here").await.unwrap().tries,
        2,
        "the first renewal still has no result"
    );
}

#[tokio::test]
async fn lease_from_a_clock_set_back_blocks_no_process() {
    let two = TwoProcesses::start().await;
    let first = two.begins(&two.here, "here").await.unwrap();
    two.here.extend_lease(&two.whose, &first, Duration::from_hours(1000)).await.unwrap();
    assert!(two.begins(&two.there, "there").await.is_some());
}

#[tokio::test]
async fn late_pair_replaces_a_failed_renewal() {
    let two = TwoProcesses::start().await;
    let slow = two.begins(&two.here, "here").await.unwrap();
    two.clock.passes(LEASE);
    let other = two.begins(&two.there, "there").await.unwrap();
    // The other process was refused because the slow one had spent the token.
    assert!(two.there.end_authorization(&two.whose, &other, GoneReason::LostRenewal).await.unwrap());
    assert_eq!(two.stored().await.3, AuthorizationState::Gone(GoneReason::LostRenewal));
    assert!(two.here.finish_renewal(&two.whose, &slow, &pair(2, true)).await.unwrap());
    let (_, access, refresh, state) = two.stored().await;
    assert_eq!(
        (access.as_str(), refresh.as_str(), state),
        ("access2", "refresh2", AuthorizationState::Alive)
    );
    assert!(!two.there.finish_renewal(&two.whose, &other, &pair(3, true)).await.unwrap());
    assert!(!two.there.end_authorization(&two.whose, &other, GoneReason::Refused).await.unwrap());
    assert_eq!(two.stored().await.1, "access2");
}

#[tokio::test]
async fn a_page_opened_during_a_renewal_wins_over_it() {
    let two = TwoProcesses::start().await;
    let old = two.begins(&two.here, "here").await.unwrap();
    two.saves(2, true).await;
    assert_eq!(
        two.begins(&two.there, "there").await.unwrap().tries,
        1,
        "no process has tried the new pair before"
    );
    assert!(!two.here.finish_renewal(&two.whose, &old, &pair(3, true)).await.unwrap());
    assert!(!two.here.end_authorization(&two.whose, &old, GoneReason::Refused).await.unwrap());
    assert_eq!(two.stored().await.2, "refresh2");
}

#[tokio::test]
async fn page_without_refresh_token_does_not_discard_a_renewed_pair() {
    let two = TwoProcesses::start().await;
    let renewal = two.begins(&two.here, "here").await.unwrap();
    two.saves(2, false).await;
    assert_eq!(two.stored().await.2, "refresh1");
    assert!(two.begins(&two.there, "there").await.is_none(), "the renewal goes on");
    assert!(!two.here.end_authorization(&two.whose, &renewal, GoneReason::Refused).await.unwrap());
    assert_eq!(two.stored().await.1, "access2", "a fresh access token outlives the refusal");
    assert!(two.here.finish_renewal(&two.whose, &renewal, &pair(3, true)).await.unwrap());
    let (_, access, refresh, _) = two.stored().await;
    assert_eq!((access.as_str(), refresh.as_str()), ("access3", "refresh3"));
}
