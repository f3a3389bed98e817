//! The impact of a large set is counted in parts. Every answer comes quickly, and asking again completes the numbers.

use std::time::Duration;

use portal_sim::{Fault, Nth, Portal, Rights, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use super::{counts, start_app, start_app_with};
use crate::support::{Answer, Session};

const NUMBERS: [&str; 5] = ["with_open_deals", "with_deals", "with_company", "with_activities", "unknown"];

async fn drafts(user: &Session<'_>, ids: &[u64]) -> u64 {
    let made = user.creates_job(&json!({"contact_ids": ids, "draft": true})).await;
    assert_eq!(made.status, 202, "{made:?}");
    made.json["id"].as_u64().unwrap()
}

async fn impact(user: &Session<'_>, id: u64) -> Answer {
    user.call(Method::GET, &format!("/api/jobs/{id}/impact")).await
}

const LISTS: [&str; 3] = ["crm.item.list", "crm.activity.list", "crm.contact.list"];

fn lists(portal: &Portal) -> usize {
    portal.calls().iter().filter(|call| LISTS.contains(&call.method.as_str())).count()
}

/// Adds deals (half of them open) and activities to these contacts, and a company to some.
fn hangs_things_on(portal: &Portal, ids: &[u64]) {
    let company = portal.add_company("Quirina Ltd");
    for id in ids.iter().step_by(7) {
        portal.add_deal(&[*id], id % 2 == 0);
    }
    for id in ids.iter().step_by(11) {
        portal.add_activity(*id);
    }
    for id in ids.iter().step_by(13) {
        portal.change_contact(*id, &json!({"COMPANY_ID": company}));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_lists_are_counted_in_parts_without_a_timeout() {
    const SLOW: f64 = 0.6;
    let mut sim = Sim::builder().contacts(2_600).gateway_limit(Duration::from_secs(25));
    for method in LISTS {
        sim = sim.method_cost(method, Duration::from_secs_f64(SLOW));
    }
    let app = start_app_with(sim, 20.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids();
    let user = app.signs_in(&portal, 1).await;
    let id = drafts(&user, &ids).await;
    let (mut counted, mut asked) = (0, 0);
    let last = loop {
        let before = lists(&portal);
        let answer = impact(&user, id).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        asked += 1;
        let seconds = f64::from(u32::try_from(lists(&portal) - before).unwrap()) * SLOW;
        assert!(seconds <= 9.0, "{seconds} seconds of lists in answer {asked}");
        assert_eq!(answer.json["sample"].as_array().unwrap().len(), 50);
        let now = answer.json["counted"].as_u64().unwrap();
        assert!(now >= counted, "{answer:?}");
        counted = now;
        if answer.json["exact"] == true {
            break answer.json;
        }
        assert!(counted < 2_600 && asked < 60, "{answer:?}");
    };
    assert!(asked > 5 && counted == 2_600, "{asked} answers, {counted} contacts");
    let open = portal.contacts_with_open_deals();
    let open = ids.iter().filter(|id| open.contains(id)).count() as u64;
    assert!(open > 0);
    assert_eq!((last["with_open_deals"].as_u64(), last["unknown"].as_u64()), (Some(open), Some(0)), "{last}");
}

#[tokio::test(flavor = "multi_thread")]
async fn large_impact_is_completed_by_asking_again_and_cached() {
    let app = start_app_with(Sim::builder().contacts(0).no_bucket(), 1.0).await;
    let portal = app.portal();
    let ids: Vec<u64> = (0..6_000).map(|_| portal.add_contact(&json!({"NAME": "Fresh"}))).collect();
    hangs_things_on(&portal, &ids);
    let user = app.signs_in(&portal, 1).await;
    let id = drafts(&user, &ids).await;
    let mut answers: Vec<Value> = Vec::new();
    while answers.last().is_none_or(|answer| answer["exact"] == false) && answers.len() < 10 {
        answers.push(impact(&user, id).await.json);
    }
    assert!(answers.len() > 1, "{answers:?}");
    let open = portal.contacts_with_open_deals().len() as u64;
    let whole = answers.last().unwrap();
    assert_eq!(counts(whole, &NUMBERS), [open, 858, 462, 546, 0], "{whole}");
    assert_eq!(counts(whole, &["counted", "total", "protected"]), [6_000, 6_000, open]);
    let before = portal.call_count("crm.activity.list");
    assert_eq!(counts(&impact(&user, id).await.json, &NUMBERS), counts(whole, &NUMBERS));
    assert_eq!(portal.call_count("crm.activity.list"), before, "the impact is counted once");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_list_leaves_the_impact_incomplete_until_asked_again() {
    let app = start_app(600, 20.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids();
    let user = app.signs_in(&portal, 1).await;
    let id = drafts(&user, &ids).await;
    portal.faults().script(
        "crm.activity.list",
        Nth::Call(4),
        Fault::refusal(500, "INTERNAL_SERVER_ERROR", "x"),
    );
    let first = impact(&user, id).await;
    assert_eq!((first.status, first.json["exact"].as_bool()), (200, Some(false)), "{first:?}");
    assert!(first.json["counted"].as_u64().unwrap() > 0, "{first:?}");
    let second = impact(&user, id).await;
    assert_eq!((second.status, second.json["exact"].as_bool()), (200, Some(true)), "{second:?}");
    let open = portal.contacts_with_open_deals();
    let open = ids.iter().filter(|id| open.contains(id)).count() as u64;
    assert_eq!(second.json["with_open_deals"].as_u64(), Some(open), "{second:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_and_invisible_ids_are_counted() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids();
    portal.change_contact(ids[1], &json!({"ASSIGNED_BY_ID": 2}));
    portal.set_rights(2, Rights::Own, Rights::Own);
    let own = ids.iter().filter(|id| portal.contact(**id).unwrap()["ASSIGNED_BY_ID"] == json!("2")).count();
    let user = app.signs_in(&portal, 2).await;
    let strangers = [900_001, 900_002, 900_003];
    let id = drafts(&user, &[&ids[..], &strangers].concat()).await;
    let answer = impact(&user, id).await.json;
    assert_eq!(counts(&answer, &["total", "missing"]), [123, 123 - own as u64], "{answer}");
    assert_eq!(answer["exact"], true);
    let admin = app.signs_in(&portal, 1).await;
    let id = drafts(&admin, &[&ids[..], &strangers].concat()).await;
    assert_eq!(impact(&admin, id).await.json["missing"], 3);
}
