//! What can change in the middle of work: rights, users, plans and servers.

use portal_sim::{Moment, Outage, PortalState, Rights};
use serde_json::{Value, json};

use crate::support::{TestSim, error};

fn deletions(ids: std::ops::RangeInclusive<u64>) -> Value {
    let cmd: Vec<String> = ids.map(|id| format!("crm.contact.delete?ID={id}")).collect();
    json!({"cmd": cmd})
}

#[tokio::test]
async fn rights_can_be_removed_in_the_middle_of_a_batch() {
    let test = TestSim::plain().await;
    test.portal.when(Moment::Deletions(3), |portal| portal.set_rights(2, Rights::All, Rights::None));
    let (_, body) = test.call(2, "batch", deletions(1..=5)).await;
    assert_eq!(body["result"]["result"], json!([true, true, true]));
    assert_eq!(body["result"]["result_error"]["4"]["error_description"], "Access denied.");
    assert_eq!(test.portal.deletions().len(), 3);
}

#[tokio::test]
async fn a_user_can_be_dismissed_between_two_calls_and_reinstated() {
    let test = TestSim::plain().await;
    test.portal.when(Moment::Call("batch".to_owned(), 2), |portal| portal.dismiss(2));
    assert_eq!(test.call(2, "batch", deletions(1..=2)).await.0, 200);
    assert_eq!(error(&test.call(2, "batch", deletions(3..=4)).await), (401, "authorization_error"));
    test.portal.reinstate(2);
    assert_eq!(test.call(2, "batch", deletions(3..=4)).await.0, 200);
    assert_eq!(test.portal.deletions().len(), 4);
}

#[tokio::test]
async fn all_tokens_of_a_user_can_expire_at_once() {
    let test = TestSim::plain().await;
    let pairs = [test.portal.mint_pair(2), test.portal.mint_pair(2)];
    let other = test.token(3);
    test.portal.expire_user(2);
    let url = format!("{}profile", test.portal.rest_url());
    for pair in &pairs {
        assert_eq!(
            error(&test.post(&url, &json!({"auth": pair.access_token})).await),
            (401, "expired_token")
        );
    }
    assert_eq!(test.post(&url, &json!({"auth": other})).await.0, 200);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", pairs[0].refresh_token.as_str())];
    let (status, fresh) = test.grant(&refresh).await;
    assert_eq!(status, 200);
    assert_eq!(test.post(&url, &json!({"auth": fresh["access_token"]})).await.0, 200);
}

#[tokio::test]
async fn a_plan_without_rest_refuses_everything() {
    let test = TestSim::plain().await;
    test.portal.set_state(PortalState::PlanRestricted);
    let answer = test.call(1, "profile", json!({})).await;
    assert_eq!(error(&answer), (401, "ACCESS_DENIED"));
    assert_eq!(answer.1["error_description"], "REST is available only on commercial plans.");
}

#[tokio::test]
async fn an_outage_can_begin_and_end() {
    let test = TestSim::plain().await;
    let url = format!("{}profile", test.portal.rest_url());
    let body = json!({"auth": test.token(1)});
    test.portal.set_outage(Some(Outage::Unavailable));
    let (status, page) = test.post(&url, &body).await;
    assert_eq!((status, page.as_str().unwrap().contains("<h1>503")), (503, true));
    assert_eq!(test.get(&format!("{}/", test.portal.origin())).await.0, 503);
    test.portal.set_outage(Some(Outage::Cut));
    assert!(test.http.post(&url).json(&body).send().await.is_err());
    test.portal.set_outage(Some(Outage::Silent));
    let silent = test.http.post(&url).json(&body).timeout(std::time::Duration::from_millis(200));
    assert!(silent.send().await.unwrap_err().is_timeout());
    test.portal.set_outage(None);
    assert_eq!(test.post(&url, &body).await.0, 200);
    let statuses: Vec<u16> = test.portal.calls().iter().map(|call| call.http_status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 1);
    assert_eq!(statuses.last(), Some(&200));
}

#[tokio::test]
async fn a_portal_that_is_down_refuses_connections_and_comes_back_at_the_same_address() {
    let test = TestSim::plain().await;
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    // A new client each time: it holds no connection from before.
    let send = async |id: u64| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.post(&url).json(&json!({"auth": test.token(1), "id": id})).send().await
    };
    assert_eq!(send(1).await.unwrap().status(), 200);
    test.portal.set_down(true).await.unwrap();
    test.portal.set_down(true).await.unwrap();
    for _ in 0..3 {
        let refused = send(2).await.unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
    }
    assert_eq!((test.portal.delete_requests(2), test.portal.deletions().len()), (0, 1));
    test.portal.set_down(false).await.unwrap();
    test.portal.set_down(false).await.unwrap();
    assert_eq!(send(2).await.unwrap().status(), 200);
    assert_eq!(test.portal.deletions().len(), 2);
}

#[tokio::test]
async fn one_portal_can_be_down_while_another_works() {
    let test = TestSim::start(portal_sim::Sim::builder().portals(2).no_bucket()).await;
    test.portal.set_down(true).await.unwrap();
    let other = test.sim.portal(1);
    let url = format!("{}profile", other.rest_url());
    assert_eq!(test.post(&url, &json!({"auth": other.mint_pair(1).access_token})).await.0, 200);
}
