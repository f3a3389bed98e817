//! What happens to a portal in the middle of somebody's work: rights, people, plans and servers that go.

use portal_sim::{Moment, Outage, PortalState, Rights};
use serde_json::{Value, json};

use crate::rig::{Rig, error};

fn deletions(ids: std::ops::RangeInclusive<u64>) -> Value {
    let cmd: Vec<String> = ids.map(|id| format!("crm.contact.delete?ID={id}")).collect();
    json!({"cmd": cmd})
}

#[tokio::test]
async fn rights_can_go_in_the_middle_of_a_batch() {
    let rig = Rig::plain().await;
    rig.portal.when(Moment::Deletions(3), |portal| portal.set_rights(2, Rights::All, Rights::None));
    let (_, body) = rig.call(2, "batch", deletions(1..=5)).await;
    assert_eq!(body["result"]["result"], json!([true, true, true]));
    assert_eq!(body["result"]["result_error"]["4"]["error_description"], "Access denied.");
    assert_eq!(rig.portal.deletions().len(), 3);
}

#[tokio::test]
async fn a_user_can_be_dismissed_between_two_calls_and_come_back() {
    let rig = Rig::plain().await;
    rig.portal.when(Moment::Call("batch".to_owned(), 2), |portal| portal.dismiss(2));
    assert_eq!(rig.call(2, "batch", deletions(1..=2)).await.0, 200);
    assert_eq!(error(&rig.call(2, "batch", deletions(3..=4)).await), (401, "authorization_error"));
    rig.portal.reinstate(2);
    assert_eq!(rig.call(2, "batch", deletions(3..=4)).await.0, 200);
    assert_eq!(rig.portal.deletions().len(), 4);
}

#[tokio::test]
async fn all_tokens_of_a_user_can_expire_at_once() {
    let rig = Rig::plain().await;
    let pairs = [rig.portal.mint_pair(2), rig.portal.mint_pair(2)];
    let other = rig.token(3);
    rig.portal.expire_user(2);
    let url = format!("{}profile", rig.portal.rest_url());
    for pair in &pairs {
        assert_eq!(error(&rig.post(&url, &json!({"auth": pair.access_token})).await), (401, "expired_token"));
    }
    assert_eq!(rig.post(&url, &json!({"auth": other})).await.0, 200);
    let refresh = [("grant_type", "refresh_token"), ("refresh_token", pairs[0].refresh_token.as_str())];
    let (status, fresh) = rig.grant(&refresh).await;
    assert_eq!(status, 200);
    assert_eq!(rig.post(&url, &json!({"auth": fresh["access_token"]})).await.0, 200);
}

#[tokio::test]
async fn a_plan_without_rest_refuses_everything() {
    let rig = Rig::plain().await;
    rig.portal.set_state(PortalState::PlanRestricted);
    let answer = rig.call(1, "profile", json!({})).await;
    assert_eq!(error(&answer), (401, "ACCESS_DENIED"));
    assert_eq!(answer.1["error_description"], "REST is available only on commercial plans.");
}

#[tokio::test]
async fn a_portal_can_be_out_of_order_and_well_again() {
    let rig = Rig::plain().await;
    let url = format!("{}profile", rig.portal.rest_url());
    let body = json!({"auth": rig.token(1)});
    rig.portal.set_outage(Some(Outage::Unavailable));
    let (status, page) = rig.post(&url, &body).await;
    assert_eq!((status, page.as_str().unwrap().contains("<h1>503")), (503, true));
    assert_eq!(rig.get(&format!("{}/", rig.portal.origin())).await.0, 503);
    rig.portal.set_outage(Some(Outage::Cut));
    assert!(rig.http.post(&url).json(&body).send().await.is_err());
    rig.portal.set_outage(Some(Outage::Silent));
    let silent = rig.http.post(&url).json(&body).timeout(std::time::Duration::from_millis(200));
    assert!(silent.send().await.unwrap_err().is_timeout());
    rig.portal.set_outage(None);
    assert_eq!(rig.post(&url, &body).await.0, 200);
    let statuses: Vec<u16> = rig.portal.calls().iter().map(|call| call.http_status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 1);
    assert_eq!(statuses.last(), Some(&200));
}

#[tokio::test]
async fn a_portal_that_is_down_refuses_connections_and_comes_back_at_the_same_place() {
    let rig = Rig::plain().await;
    let url = format!("{}crm.contact.delete", rig.portal.rest_url());
    // A new client each time: it holds no connection from before.
    let send = async |id: u64| {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        client.post(&url).json(&json!({"auth": rig.token(1), "id": id})).send().await
    };
    assert_eq!(send(1).await.unwrap().status(), 200);
    rig.portal.set_down(true).await.unwrap();
    rig.portal.set_down(true).await.unwrap();
    for _ in 0..3 {
        let refused = send(2).await.unwrap_err();
        assert!(refused.is_connect(), "{refused:?}");
    }
    assert_eq!((rig.portal.delete_requests(2), rig.portal.deletions().len()), (0, 1));
    rig.portal.set_down(false).await.unwrap();
    rig.portal.set_down(false).await.unwrap();
    assert_eq!(send(2).await.unwrap().status(), 200);
    assert_eq!(rig.portal.deletions().len(), 2);
}

#[tokio::test]
async fn one_portal_is_down_and_the_other_is_not() {
    let rig = Rig::start(portal_sim::Sim::builder().portals(2).no_bucket()).await;
    rig.portal.set_down(true).await.unwrap();
    let other = rig.sim.portal(1);
    let url = format!("{}profile", other.rest_url());
    assert_eq!(rig.post(&url, &json!({"auth": other.mint_pair(1).access_token})).await.0, 200);
}
