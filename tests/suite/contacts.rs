//! Reading contacts: the list as the user may see it, searches, filters, and the details of one contact.

use portal_sim::Rights;
use serde_json::json;

use crate::support::{TestApp, ids};

#[tokio::test(flavor = "multi_thread")]
async fn pages_have_no_gaps_and_no_repetitions() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let mut seen = Vec::new();
    let mut after = String::new();
    loop {
        let answer = user.get(&format!("/api/contacts{after}")).await;
        assert_eq!((answer.status, answer.json["total"].as_u64()), (200, Some(120)));
        seen.extend(ids(&answer));
        match answer.json["next"].as_u64() {
            Some(next) => after = format!("?after={next}"),
            None => break,
        }
    }
    assert_eq!(seen, app.portal().contact_ids());
}

#[tokio::test(flavor = "multi_thread")]
async fn row_has_all_documented_fields() {
    let app = TestApp::start().await;
    let company = app.portal().add_company("Ærlig & Sønner");
    let id = app.portal().add_contact(
        &json!({"NAME": "Eva", "LAST_NAME": "<b>Doe</b>", "COMPANY_ID": company.to_string(),
        "ASSIGNED_BY_ID": "2", "PHONE": [{"VALUE": "+1 202 555 0199", "VALUE_TYPE": "WORK"}],
        "EMAIL": [{"VALUE": "eva@example.org", "VALUE_TYPE": "WORK"}]}),
    );
    let user = app.signs_in(&app.portal(), 1).await;
    let answer = user.get(&format!("/api/contacts?after={}", id - 1)).await;
    let row = &answer.json["items"][0];
    assert_eq!((row["id"].as_u64(), row["name"].as_str()), (Some(id), Some("Eva <b>Doe</b>")));
    assert_eq!(row["phones"], json!(["+1 202 555 0199"]));
    assert_eq!(row["emails"], json!(["eva@example.org"]));
    assert_eq!(row["company"], "Ærlig & Sønner");
    assert_eq!(row["assigned_by"], 2);
    assert_eq!(row["url"], format!("{}/crm/contact/details/{id}/", app.portal().origin()));
    assert!(row["created_at"].as_str().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn users_see_the_contacts_that_the_portal_shows_them() {
    let app = TestApp::start().await;
    let own: Vec<u64> = app.signs_in(&app.portal(), 3).await.lists_ids("").await;
    assert!(!own.is_empty() && own.len() < 120);
    app.portal().set_rights(3, Rights::None, Rights::None);
    let answer = app.signs_in(&app.portal(), 3).await.get("/api/contacts").await;
    assert!(answer.status == 403 || ids(&answer).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn portals_do_not_see_each_other() {
    let app = TestApp::start().await;
    let (first, second) = (app.sim.portal(0), app.sim.portal(1));
    let extra = second.add_contact(&json!({"NAME": "Only", "LAST_NAME": "Here"}));
    assert_eq!(app.signs_in(&second, 1).await.lists_ids("?search=Only").await, [extra]);
    assert!(app.signs_in(&first, 1).await.lists_ids("?search=Only").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_names_phones_emails_and_ids() {
    let app = TestApp::start().await;
    let id = app.portal().add_contact(&json!({"NAME": "Quirina Maria", "LAST_NAME": "van Zandt",
        "PHONE": [{"VALUE": "+1 202 555 7788"}], "EMAIL": [{"VALUE": "quirina@example.org"}]}));
    let user = app.signs_in(&app.portal(), 1).await;
    let texts = [
        "Quirina",
        "quirina",
        "zandt",
        "Quirina%20Maria",
        "Quirina%20Maria%20van%20Zandt",
        "van%20Zandt%20Quirina",
        "Quirina%20van%20Zandt",
        "quirina@example.org",
        "%2B1%20202%20555%207788",
    ];
    for text in texts {
        let answer = user.get(&format!("/api/contacts?search={text}")).await;
        assert_eq!((ids(&answer), answer.json["total"].as_u64()), (vec![id], Some(1)), "{text}");
    }
    assert!(user.lists_ids(&format!("?search={id}")).await.contains(&id));
    assert_eq!(user.lists_ids("?search=nobody@example.org").await, Vec::<u64>::new());
    assert_eq!(user.lists_ids("?search=Xyzzy").await, Vec::<u64>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_return_exactly_the_matching_contacts() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let all = app.portal().contact_ids();
    let truth = |holds: &dyn Fn(&serde_json::Value) -> bool| -> Vec<u64> {
        all.iter().copied().filter(|id| holds(&app.portal().contact(*id).unwrap())).collect()
    };
    let lacks =
        |contact: &serde_json::Value, field: &str| contact[field].as_array().is_none_or(Vec::is_empty);
    let collected = |query: String| {
        let user = &user;
        async move {
            let (mut found, mut after) = (Vec::new(), 0);
            loop {
                let from = if after == 0 { String::new() } else { format!("&after={after}") };
                let answer = user.get(&format!("/api/contacts?{query}{from}")).await;
                assert_eq!(answer.status, 200, "{answer:?}");
                found.extend(ids(&answer));
                match answer.json["next"].as_u64() {
                    Some(next) => after = next,
                    None => return found,
                }
            }
        }
    };
    assert_eq!(collected("without=phone".into()).await, truth(&|contact| lacks(contact, "PHONE")));
    assert_eq!(collected("without=email".into()).await, truth(&|contact| lacks(contact, "EMAIL")));
    let no_company = truth(&|contact| matches!(contact["COMPANY_ID"].as_str(), None | Some("" | "0")));
    assert_eq!(collected("without=company".into()).await, no_company);
    assert_eq!(collected("assigned_by=2".into()).await, truth(&|contact| contact["ASSIGNED_BY_ID"] == "2"));
    assert!(no_company.len() < all.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_a_deal_are_not_listed_as_without_deals() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let before = user.lists_ids("?without=deals").await;
    let chosen = before[0];
    let other = app.portal().contact_ids().into_iter().find(|id| *id != chosen).unwrap();
    // A deal is found through its second contact too.
    app.portal().add_deal(&[other, chosen], true);
    let after = user.lists_ids("?without=deals").await;
    assert!(before.contains(&chosen) && !after.contains(&chosen));
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_without_open_deals_may_have_closed_ones() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let [closed, open, none] =
        ["Closed", "Open", "None"].map(|name| portal.add_contact(&json!({"NAME": name})));
    portal.add_deal(&[none + 900, closed], false);
    portal.add_deal(&[closed, open], false);
    portal.add_deal(&[1, open], true);
    let from = |without: &str| format!("?without={without}&after={}", closed - 1);
    assert_eq!(user.lists_ids(&from("open_deals")).await, [closed, none]);
    assert_eq!(user.lists_ids(&from("deals")).await, [none]);
    assert_eq!(user.lists_ids(&from("deals,open_deals")).await, [none]);
    let before = portal.call_count("batch");
    let answer = user.get("/api/contacts?without=open_deals").await;
    assert_eq!(
        answer.json["total"],
        serde_json::Value::Null,
        "the portal's total does not fit the condition"
    );
    let calls = portal.call_count("batch") - before;
    assert!(calls <= 8, "too many calls: {calls}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_with_recent_or_unknown_activity_are_not_inactive() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let add = |last: &str| portal.add_contact(&json!({"NAME": "Eva", "LAST_ACTIVITY_TIME": last}));
    let old = add("2024-01-31T23:59:59+00:00");
    let [_recent, _unknown] = ["2024-02-01T00:00:00+00:00", ""].map(add);
    let older = add("2020-05-05T12:00:00+03:00");
    let path = format!("?no_activity_since=2024-02-01&after={}", old - 1);
    assert_eq!(user.lists_ids(&path).await, [old, older]);
    // A portal that ignores the condition lists all contacts.
    portal.ignore_conditions(&["LAST_ACTIVITY_TIME"]);
    assert_eq!(user.lists_ids(&path).await, [old, older]);
    let from_the_start = user.get("/api/contacts?no_activity_since=2024-02-01").await;
    assert_eq!(ids(&from_the_start), [old, older], "also after many contacts that do not match");
    assert_eq!(from_the_start.json["total"], 2, "all of them are on this page");
}

#[tokio::test(flavor = "multi_thread")]
async fn related_items_of_a_contact_are_counted() {
    let app = TestApp::start().await;
    let company = app.portal().add_company("Acme");
    let id = app.portal().add_contact(&json!({"NAME": "Eva", "COMPANY_ID": company.to_string()}));
    app.portal().add_deal(&[id], true);
    app.portal().add_deal(&[1, id], false);
    app.portal().add_activity(id);
    let user = app.signs_in(&app.portal(), 1).await;
    let answer = user.get(&format!("/api/contacts/{id}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json["related"], json!({"deals": 2, "companies": 1, "activities": 1}));
    assert_eq!(answer.json["name"], "Eva");
    assert_eq!(user.get("/api/contacts/999999").await.problem(), (404, "contact_not_found"));
}
