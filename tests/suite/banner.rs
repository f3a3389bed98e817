//! What the app page tells before anything else: which parts a portal refused to connect, for as long as that lasts.

use std::time::Duration;

use portal_sim::{Fault, Nth, Portal, Sim};

use crate::support::{Page, TestApp};

const HOUR: Duration = Duration::from_hours(1);

fn refusal(code: &str) -> Fault {
    Fault::Error { status: 400, error: code.into(), description: String::new() }
}

/// The lines of the banner's list; none without a banner.
fn told(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.html);
    let Some((_, rest)) = page.html.split_once("data-testid=\"banner\"") else { return Vec::new() };
    let (banner, _) = rest.split_once("</section>").unwrap();
    banner.split("<li>").skip(1).map(|rest| rest.split("</li>").next().unwrap().to_owned()).collect()
}

/// An installed app that is a day old, whose handlers got lost.
async fn a_day_old(scope: &str) -> (TestApp, Portal) {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).scope(scope)).await;
    let portal = app.portal();
    assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200);
    portal.set_installed(true);
    portal.uninstall(false);
    portal.events_settled().await;
    portal.set_installed(true);
    app.signs_in(&portal, 2).await;
    app.clock.passes(25 * HOUR);
    (app, portal)
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_are_told_what_is_not_connected_until_it_is() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("placement.bind", Nth::Every, refusal("ERROR_PLACEMENT_MAX_COUNT"));
    portal.faults().script("event.bind", Nth::Every, refusal("ERROR_WRONG_HANDLER_URL"));
    let page = app.opens(&portal.frame_post(1)).await;
    let all = told(&page);
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[0].contains("removed") && all[1].contains("card"), "{all:?}");
    assert!(all[2].contains("in the contact list") && all[3].contains("above the contact list"), "{all:?}");
    let batches = portal.calls_of("batch").len();
    assert_eq!(told(&app.opens(&portal.frame_post(1)).await), all, "a reload shows it again");
    assert_eq!(portal.calls_of("batch").len(), batches, "but does not try again");
    assert!(told(&app.opens(&portal.frame_post(2)).await).is_empty(), "others can do nothing about it");
    portal.faults().clear();
    app.clock.passes(61 * Duration::from_mins(1));
    assert!(told(&app.opens(&portal.frame_post(1)).await).is_empty(), "repaired");
    assert_eq!((portal.event_handlers().len(), portal.placements().len()), (3, 3));
    assert!(told(&app.opens(&portal.frame_post(1)).await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_while_binding_tells_nothing_and_is_tried_again_after_an_hour() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    assert!(told(&app.opens(&portal.frame_post(1)).await).is_empty());
    assert!(portal.event_handlers().is_empty());
    assert!(told(&app.opens(&portal.frame_post(1)).await).is_empty());
    assert!(portal.event_handlers().is_empty(), "not at once");
    app.clock.passes(61 * Duration::from_mins(1));
    app.opens(&portal.frame_post(1)).await;
    assert_eq!(portal.event_handlers().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_permission_names_what_suffers() {
    let (app, portal) = a_day_old("crm").await;
    let all = told(&app.opens(&portal.frame_post(1)).await);
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all[0].contains("card") && all[1].contains("in the contact list"), "{all:?}");
    assert!(all[2].contains("above the contact list") && all[3].contains("names"), "{all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_portal_does_not_have_is_told_at_the_installation_only() {
    let (app, portal) = a_day_old("crm,placement,user_brief").await;
    portal.faults().script("placement.bind", Nth::Every, refusal("ERROR_PLACEMENT_NOT_FOUND"));
    assert!(told(&app.opens(&portal.frame_post(1)).await).is_empty());
}
