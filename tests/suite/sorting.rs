//! The list in other orders and with other page sizes, and its optional columns.

use portal_sim::{Sim, SimBuilder};
use serde_json::{Value, json};

use crate::support::{Session, TestApp, ids};

/// A portal with 120 contacts and without limits.
fn portal_in_haste() -> SimBuilder {
    Sim::builder().portals(1).contacts(120).installed(true).no_bucket()
}

/// All pages of a list, one after the other.
async fn all(user: &Session<'_>, query: &str) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let answer = user.get(&format!("/api/contacts?{query}{after}")).await;
        assert_eq!(answer.status, 200, "{query}{after}: {answer:?}");
        found.extend(answer.json["items"].as_array().unwrap().clone());
        match answer.json["next"].as_u64() {
            Some(next) => after = format!("&after={next}"),
            None => return found,
        }
    }
}

fn numbers(items: &[Value]) -> Vec<u64> {
    items.iter().filter_map(|item| item["id"].as_u64()).collect()
}

fn sorted(mut ids: Vec<u64>) -> Vec<u64> {
    ids.sort_unstable();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn order_holds_over_all_pages_without_repetition() {
    let app = TestApp::with(portal_in_haste()).await;
    let portal = app.portal();
    for (day, name) in [(3, "Zoë"), (1, "adam"), (2, "Émile")] {
        let created = format!("2020-01-0{day}T10:00:00+03:00");
        portal.add_contact(&json!({"NAME": name, "LAST_NAME": "Sorted", "DATE_CREATE": created}));
    }
    let user = app.signs_in(&portal, 1).await;
    for limit in [20, 50, 200] {
        for key in ["id", "created", "changed", "activity", "name"] {
            let up = all(&user, &format!("page_size={limit}&order_by={key}")).await;
            assert_eq!(sorted(numbers(&up)), portal.contact_ids(), "{key}, {limit}");
            let mut down = numbers(&all(&user, &format!("page_size={limit}&order_by=-{key}")).await);
            down.reverse();
            assert_eq!(numbers(&up), down, "{key}, {limit}");
        }
    }
    let oldest = all(&user, "order_by=created").await;
    assert_eq!(oldest[0]["name"], "adam Sorted");
    let moments: Vec<&str> = oldest.iter().filter_map(|item| item["created_at"].as_str()).collect();
    assert!(moments.is_sorted(), "{moments:?}");
    let answer = user.get("/api/contacts?order_by=name&page_size=20").await;
    assert_eq!((answer.json["total"].as_u64(), answer.json["next"].as_u64()), (Some(123), Some(20)));
    assert_eq!(answer.json["sorted"], true);
    assert_eq!(user.get("/api/contacts?order_by=created&after=5000").await.json["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn page_has_the_requested_size() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let before = portal.contact_ids();
    let user = app.signs_in(&portal, 1).await;
    let few = user.get("/api/contacts?page_size=20").await;
    assert_eq!((ids(&few), few.json["next"].as_u64()), (before[..20].to_vec(), Some(before[19])));
    assert_eq!(few.json["total"].as_u64(), Some(120));
    let many = user.get("/api/contacts?page_size=200").await;
    assert_eq!((ids(&many), many.json["next"].as_u64()), (before.clone(), None));
    let rest = user.get(&format!("/api/contacts?page_size=100&after={}", before[9])).await;
    assert_eq!((ids(&rest), rest.json["total"].as_u64()), (before[10..110].to_vec(), Some(120)));
    for odd in [
        "page_size=0",
        "page_size=201",
        "page_size=x",
        "order_by=phone",
        "fields=phone",
        "order_by=id&order_by=id",
    ] {
        assert_eq!(
            user.get(&format!("/api/contacts?{odd}")).await.problem(),
            (400, "invalid_request"),
            "{odd}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_results_and_filters_can_be_sorted() {
    let app = TestApp::with(portal_in_haste()).await;
    let portal = app.portal();
    // It matches the first name, the last name, and both.
    let wanted: Vec<u64> = (0..130)
        .map(|at| match at % 3 {
            0 => portal.add_contact(&json!({"NAME": "Quirin", "LAST_NAME": format!("Z{at:03}")})),
            1 => portal.add_contact(&json!({"NAME": format!("A{at:03}"), "LAST_NAME": "Quirin"})),
            _ => portal.add_contact(&json!({"NAME": "Quirin", "LAST_NAME": "Quirin"})),
        })
        .collect();
    portal.add_deal(&wanted[..1], true);
    let user = app.signs_in(&portal, 1).await;
    for limit in [20, 50, 200] {
        let found = all(&user, &format!("search=Quirin&order_by=name&page_size={limit}")).await;
        assert_eq!(sorted(numbers(&found)), wanted);
        let names: Vec<&str> = found.iter().filter_map(|item| item["name"].as_str()).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
    assert_eq!(user.get("/api/contacts?search=Quirin&order_by=-id&page_size=200").await.json["total"], 130);
    let free = all(&user, "search=Quirin&order_by=-id&without=deals&page_size=20").await;
    assert_eq!(sorted(numbers(&free)), wanted[1..]);
    let bare = all(&user, "without=phone,email&order_by=-created&page_size=20").await;
    assert_eq!(sorted(numbers(&bare)), sorted(numbers(&all(&user, "without=phone,email").await)));
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_and_source_names_are_returned_only_on_request() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt", "SOURCE_ID": "WEB"}));
    portal.add_deal(&[id], true);
    portal.add_deal(&[portal.contact_ids()[0], id], false);
    let user = app.signs_in(&portal, 1).await;
    let item = async |query: &str| {
        user.get(&format!("/api/contacts?search=Quirina{query}")).await.json["items"][0].clone()
    };
    let plain = item("").await;
    assert_eq!((&plain["deals"], &plain["source"]), (&json!(null), &json!("WEB")));
    assert!(plain["modified_at"].is_string() && plain["last_activity_at"].is_string());
    let full = item("&fields=deals,source").await;
    assert_eq!((&full["deals"], &full["source"]), (&json!(2), &json!("Website")));
}

#[tokio::test(flavor = "multi_thread")]
async fn more_than_fifty_companies_on_a_page_are_all_named() {
    let app = TestApp::start().await;
    let portal = app.portal();
    for at in 0..60 {
        let company = portal.add_company(&format!("Company of {at}"));
        portal
            .add_contact(&json!({"NAME": "Quirin", "LAST_NAME": "Zandt", "COMPANY_ID": company.to_string()}));
    }
    let user = app.signs_in(&portal, 1).await;
    let found = user.get("/api/contacts?page_size=200&search=Quirin").await;
    let items = found.json["items"].as_array().unwrap();
    let named = |item: &&Value| item["company"].as_str().is_some_and(|name| name.starts_with("Company of"));
    assert_eq!((items.len(), items.iter().filter(named).count()), (60, 60));
}
