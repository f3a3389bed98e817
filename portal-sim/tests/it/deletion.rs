//! Deleting contacts, and the traces it leaves.

use serde_json::json;

use crate::rig::{Rig, error};

#[tokio::test]
async fn a_deletion_is_real_and_remembered_with_its_token() {
    let rig = Rig::plain().await;
    let token = rig.token(1);
    let url = format!("{}crm.contact.delete", rig.portal.rest_url());
    let (status, body) = rig.post(&url, &json!({"auth": token, "id": 50})).await;
    assert_eq!((status, &body["result"]), (200, &json!(true)));
    assert!(rig.portal.contact(50).is_none());
    let deletions = rig.portal.deletions();
    assert_eq!(deletions.len(), 1);
    assert_eq!((deletions[0].contact_id, deletions[0].user_id), (50, 1));
    assert_eq!(deletions[0].access_token_or_webhook, token);
    assert_eq!(deletions[0].method, "crm.contact.delete");
    assert_eq!(rig.portal.delete_requests(50), 1);
}

#[tokio::test]
async fn ids_are_cast_as_php_casts_them() {
    let rig = Rig::plain().await;
    for (id, deleted) in [(json!("12abc"), 12), (json!(13.9), 13), (json!([50, 51]), 1)] {
        let answer = rig.call(1, "crm.contact.delete", json!({"id": id})).await;
        assert_eq!(answer.1["result"], true, "{id}");
        assert!(rig.portal.contact(deleted).is_none());
    }
    for id in [json!(0), json!(-1), json!("abc"), json!(null), json!([])] {
        let answer = rig.call(1, "crm.contact.delete", json!({"id": id})).await;
        assert_eq!(error(&answer), (400, ""), "{id}");
        assert_eq!(answer.1["error_description"], "ID is not defined or invalid.");
    }
    assert_eq!(rig.portal.deletions().len(), 3);
}

#[tokio::test]
async fn only_those_who_may_delete_all_learn_that_a_contact_is_missing() {
    let rig = Rig::plain().await;
    let missing = json!({"id": 7777});
    assert_eq!(error(&rig.call(1, "crm.contact.delete", missing.clone()).await), (400, "ERROR_CORE"));
    assert_eq!(error(&rig.call(2, "crm.contact.delete", missing.clone()).await), (400, "ERROR_CORE"));
    for user_id in [3, 4] {
        let answer = rig.call(user_id, "crm.contact.delete", missing.clone()).await;
        assert_eq!(error(&answer), (400, ""));
        assert_eq!(answer.1["error_description"], "Access denied.");
    }
    assert_eq!(rig.portal.delete_requests(7777), 4);
}

#[tokio::test]
async fn rights_decide_whose_contacts_go() {
    let rig = Rig::plain().await;
    let own = rig.portal.add_contact(&json!({"NAME": "Own", "ASSIGNED_BY_ID": 3}));
    let foreign = rig.portal.add_contact(&json!({"NAME": "Foreign", "ASSIGNED_BY_ID": 2}));
    assert_eq!(error(&rig.call(3, "crm.contact.delete", json!({"id": foreign})).await), (400, ""));
    assert_eq!(rig.call(3, "crm.contact.delete", json!({"id": own})).await.0, 200);
    assert_eq!(error(&rig.call(4, "crm.contact.delete", json!({"id": foreign})).await), (400, ""));
    assert!(rig.portal.contact(foreign).is_some());
}

#[tokio::test]
async fn the_newer_method_tells_gone_from_forbidden_and_answers_an_empty_list() {
    let rig = Rig::plain().await;
    let item = |id: u64| json!({"entityTypeId": 3, "id": id});
    let foreign = rig.portal.add_contact(&json!({"NAME": "Foreign", "ASSIGNED_BY_ID": 2}));
    assert_eq!(error(&rig.call(3, "crm.item.delete", item(7777)).await), (400, "NOT_FOUND"));
    assert_eq!(error(&rig.call(3, "crm.item.delete", item(foreign)).await), (400, "ACCESS_DENIED"));
    let denied = rig.call(4, "crm.item.delete", item(foreign)).await;
    assert_eq!(error(&denied), (400, "CRM_ITEM_DELETE_ACCESS_DENIED"));
    assert_eq!(rig.call(1, "crm.item.delete", item(foreign)).await.1["result"], json!([]));
    assert_eq!(rig.portal.delete_requests(foreign), 3);
    assert_eq!(rig.portal.deletions()[0].method, "crm.item.delete");
}

#[tokio::test]
async fn deals_stay_without_the_contact_and_its_own_activities_go() {
    let rig = Rig::plain().await;
    let contact = rig.portal.add_contact(&json!({"NAME": "Busy"}));
    let deal = rig.portal.add_deal(&[contact, 5], true);
    rig.portal.add_activity(contact);
    let owned = json!({"filter": {"OWNER_TYPE_ID": 3, "OWNER_ID": contact}});
    assert_eq!(rig.call(1, "crm.activity.list", owned.clone()).await.1["total"], 1);
    rig.call(1, "crm.contact.delete", json!({"id": contact})).await;
    assert_eq!(rig.call(1, "crm.activity.list", owned).await.1["total"], 0);
    let kept = rig.call(1, "crm.deal.get", json!({"id": deal})).await;
    assert_eq!(kept.1["result"]["CONTACT_ID"], "5");
}
