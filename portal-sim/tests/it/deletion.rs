//! Deleting contacts, and what is recorded about it.

use serde_json::json;

use crate::support::{TestSim, error};

#[tokio::test]
async fn a_deletion_is_recorded_with_its_token() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    let (status, body) = test.post(&url, &json!({"auth": token, "id": 50})).await;
    assert_eq!((status, &body["result"]), (200, &json!(true)));
    assert!(test.portal.contact(50).is_none());
    let deletions = test.portal.deletions();
    assert_eq!(deletions.len(), 1);
    assert_eq!((deletions[0].contact_id, deletions[0].user_id), (50, 1));
    assert_eq!(deletions[0].access_token_or_webhook, token);
    assert_eq!(deletions[0].method, "crm.contact.delete");
    assert_eq!(test.portal.delete_requests(50), 1);
}

#[tokio::test]
async fn ids_are_cast_as_php_does() {
    let test = TestSim::plain().await;
    for (id, deleted) in [(json!("12abc"), 12), (json!(13.9), 13), (json!([50, 51]), 1)] {
        let answer = test.call(1, "crm.contact.delete", json!({"id": id})).await;
        assert_eq!(answer.1["result"], true, "{id}");
        assert!(test.portal.contact(deleted).is_none());
    }
    for id in [json!(0), json!(-1), json!("abc"), json!(null), json!([])] {
        let answer = test.call(1, "crm.contact.delete", json!({"id": id})).await;
        assert_eq!(error(&answer), (400, ""), "{id}");
        assert_eq!(answer.1["error_description"], "ID is not defined or invalid.");
    }
    assert_eq!(test.portal.deletions().len(), 3);
}

#[tokio::test]
async fn only_users_who_may_delete_all_contacts_learn_that_one_is_missing() {
    let test = TestSim::plain().await;
    let missing = json!({"id": 7777});
    assert_eq!(error(&test.call(1, "crm.contact.delete", missing.clone()).await), (400, "ERROR_CORE"));
    assert_eq!(error(&test.call(2, "crm.contact.delete", missing.clone()).await), (400, "ERROR_CORE"));
    for user_id in [3, 4] {
        let answer = test.call(user_id, "crm.contact.delete", missing.clone()).await;
        assert_eq!(error(&answer), (400, ""));
        assert_eq!(answer.1["error_description"], "Access denied.");
    }
    assert_eq!(test.portal.delete_requests(7777), 4);
}

#[tokio::test]
async fn rights_limit_which_contacts_a_user_may_delete() {
    let test = TestSim::plain().await;
    let own = test.portal.add_contact(&json!({"NAME": "Own", "ASSIGNED_BY_ID": 3}));
    let foreign = test.portal.add_contact(&json!({"NAME": "Foreign", "ASSIGNED_BY_ID": 2}));
    assert_eq!(error(&test.call(3, "crm.contact.delete", json!({"id": foreign})).await), (400, ""));
    assert_eq!(test.call(3, "crm.contact.delete", json!({"id": own})).await.0, 200);
    assert_eq!(error(&test.call(4, "crm.contact.delete", json!({"id": foreign})).await), (400, ""));
    assert!(test.portal.contact(foreign).is_some());
}

#[tokio::test]
async fn crm_item_delete_distinguishes_missing_from_forbidden_and_answers_an_empty_list() {
    let test = TestSim::plain().await;
    let item = |id: u64| json!({"entityTypeId": 3, "id": id});
    let foreign = test.portal.add_contact(&json!({"NAME": "Foreign", "ASSIGNED_BY_ID": 2}));
    assert_eq!(error(&test.call(3, "crm.item.delete", item(7777)).await), (400, "NOT_FOUND"));
    assert_eq!(error(&test.call(3, "crm.item.delete", item(foreign)).await), (400, "ACCESS_DENIED"));
    let denied = test.call(4, "crm.item.delete", item(foreign)).await;
    assert_eq!(error(&denied), (400, "CRM_ITEM_DELETE_ACCESS_DENIED"));
    assert_eq!(test.call(1, "crm.item.delete", item(foreign)).await.1["result"], json!([]));
    assert_eq!(test.portal.delete_requests(foreign), 3);
    assert_eq!(test.portal.deletions()[0].method, "crm.item.delete");
}

#[tokio::test]
async fn a_deletion_keeps_deals_and_removes_activities_of_the_contact_alone() {
    let test = TestSim::plain().await;
    let contact = test.portal.add_contact(&json!({"NAME": "Busy"}));
    let deal = test.portal.add_deal(&[contact, 5], true);
    test.portal.add_activity(contact);
    let owned = json!({"filter": {"OWNER_TYPE_ID": 3, "OWNER_ID": contact}});
    assert_eq!(test.call(1, "crm.activity.list", owned.clone()).await.1["total"], 1);
    test.call(1, "crm.contact.delete", json!({"id": contact})).await;
    assert_eq!(test.call(1, "crm.activity.list", owned).await.1["total"], 0);
    let kept = test.call(1, "crm.deal.get", json!({"id": deal})).await;
    assert_eq!(kept.1["result"]["CONTACT_ID"], "5");
}
