//! The people and CRM entries that a portal starts with. They are invented, and the same for the same seed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::Mutex;

use super::data::{PortalData, PortalState};
use super::installation::Installation;
use super::journal::Journal;
use super::keys::{digest, webhook_secret};
use super::limits::Limits;
use super::moments::PendingActions;
use super::outbox::Outbox;
use super::people::{Rights, User};
use super::portal_core::PortalCore;
use super::random::Random;
use super::seed_details::add_optional_fields;
use super::servers::PortalServer;
use super::settings::PortalSettings;
use super::workers::Workers;
use crate::crm::{Activity, Company, Contact, Crm, Deal, Multi};
use crate::faults::Faults;

const NAMES: [(&str, &str, &str); 24] = [
    ("Eva", "Lindqvist", "eva.lindqvist"),
    ("José", "Álvarez", "jose.alvarez"),
    ("Анна", "Соколова", "anna.sokolova"),
    ("Zoë", "Müller", "zoe.mueller"),
    ("Łukasz", "Żukowski", "lukasz.zukowski"),
    ("Пётр", "Ёлкин", "petr.elkin"),
    ("Amélie", "Dubois", "amelie.dubois"),
    ("John", "O'Neil", "john.oneil"),
    ("Олена", "Шевченко", "olena.shevchenko"),
    ("Çağla", "Yılmaz", "cagla.yilmaz"),
    ("Nguyễn", "Thị Hoa", "hoa.nguyen"),
    ("Björn", "Ågren", "bjorn.agren"),
    ("Дмитрий", "Кузнецов", "dmitry.kuznetsov"),
    ("María", "Núñez-Ortiz", "maria.nunez"),
    ("Sean", "McCarthy", "sean.mccarthy"),
    ("Айгерим", "Нұрланова", "aigerim.nurlanova"),
    ("Chloë", "D'Angelo", "chloe.dangelo"),
    ("美咲", "田中", "misaki.tanaka"),
    ("Ελένη", "Παπαδοπούλου", "eleni.papadopoulou"),
    ("Ivan", "Horvat", "ivan.horvat"),
    ("Сергей", "Смирнов", "sergey.smirnov"),
    ("Fatima", "al-Hassan", "fatima.alhassan"),
    ("Tomáš", "Dvořák", "tomas.dvorak"),
    ("Grace", "Okafor", "grace.okafor"),
];

const COMPANIES: [&str; 8] = [
    "Northwind Mills",
    "ООО «Ромашка»",
    "Café Lumière",
    "Ångström Instruments",
    "Blue Harbour Logistics",
    "Завод «Прогресс»",
    "Señor Tacos S.L.",
    "Quiet Pine Software",
];

const POSTS: [&str; 6] = ["Director", "Buyer", "Accountant", "Инженер", "Chef de projet", ""];
const SOURCES: [&str; 4] = ["CALL", "EMAIL", "WEB", "TRADE_SHOW"];

/// First and family names of the four users, by portal.
const USERS: [[(&str, &str); 4]; 3] = [
    [("Ada", "Keller"), ("Boris", "Lebedev"), ("Clara", "Fontaine"), ("David", "Osei")],
    [("Elena", "Markova"), ("Felix", "Braun"), ("Gita", "Rao"), ("Hugo", "Silva")],
    [("Ines", "Carvalho"), ("Jonas", "Berg"), ("Катя", "Орлова"), ("Liam", "Walsh")],
];

/// A new portal with this many invented contacts.
pub(crate) fn new_portal(
    seed: u64,
    index: usize,
    address: SocketAddr,
    contacts: usize,
    now: f64,
    settings: &PortalSettings,
) -> PortalCore {
    let member_id = digest(&format!("{seed}/portal/{index}"), 32);
    let users: BTreeMap<u64, User> = users(index).into_iter().map(|user| (user.id, user)).collect();
    let webhooks = users.keys().map(|id| (*id, webhook_secret(&member_id, *id))).collect();
    let data = PortalData {
        state: PortalState::Active,
        users,
        without_app_access: BTreeSet::new(),
        webhooks,
        crm: crm(seed.wrapping_mul(1_000_003).wrapping_add(index as u64), contacts, now),
        app: Installation::default(),
        deletions: Vec::new(),
        additions: Vec::new(),
        delete_requests: HashMap::new(),
        delete_runs: HashMap::new(),
        notices: Vec::new(),
        notices_sent: 0,
        unreadable: BTreeSet::new(),
        ignored: BTreeSet::new(),
    };
    PortalCore {
        index,
        application_token: digest(&format!("{member_id}/application"), 32),
        member_id,
        address: Mutex::new(address),
        data: Mutex::new(data),
        limits: Mutex::new(Limits::default()),
        faults: Faults::default(),
        journal: Journal::default(),
        outbox: Outbox::default(),
        settings: Mutex::new(settings.clone()),
        workers: Workers::new(settings.workers),
        pending_actions: PendingActions::default(),
        outage: Mutex::default(),
        last_answers: Mutex::default(),
        server: PortalServer::default(),
    }
}

/// An administrator, a user with all rights, a user with rights to own contacts only, and a user who may read but not
/// delete.
fn users(index: usize) -> Vec<User> {
    let names = USERS[index % USERS.len()];
    let user = |id: u64, at: usize| User::new(id, names[at].0, names[at].1);
    vec![
        User { admin: true, ..user(1, 0) },
        user(2, 1),
        User { read: Rights::Own, delete: Rights::Own, add: Rights::Own, ..user(3, 2) },
        User { delete: Rights::None, ..user(4, 3) },
    ]
}

fn crm(seed: u64, contacts: usize, now: f64) -> Crm {
    let mut random = Random::new(seed);
    let mut details = Random::new(!seed);
    let mut crm = Crm::default();
    for title in COMPANIES {
        let company = Company { id: crm.next_company_id(), title: title.to_owned(), assigned_by: 1 };
        crm.insert_company(company);
    }
    for _ in 0..contacts {
        let contact = contact(crm.next_contact_id(), &mut random, &mut details, now);
        let id = crm.insert_contact(contact);
        add_linked_entries(&mut crm, &mut random, id, now);
    }
    crm
}

#[expect(clippy::cast_precision_loss, reason = "small numbers of seconds")]
fn contact(id: u64, random: &mut Random, details: &mut Random, now: f64) -> Contact {
    let (name, last_name, mail) = *random.pick(&NAMES);
    let mut contact = Contact::new(id, 1 + random.below(3), now);
    contact.set("NAME", name);
    contact.set("LAST_NAME", last_name);
    contact.set("POST", *random.pick(&POSTS));
    contact.set("SOURCE_ID", *random.pick(&SOURCES));
    contact.set("TYPE_ID", *random.pick(&["CLIENT", "SUPPLIER", "PARTNER"]));
    contact.created_at = (now - random.below(300 * 86_400) as f64 - 3600.0).floor();
    contact.modified_at = contact.created_at;
    contact.last_activity_at = Some(contact.created_at);
    contact.created_by = 1 + random.below(3);
    if random.below(5) > 0 {
        let phone = format!("+1202555{:04}", 100 + random.below(100));
        contact.multi.insert("PHONE", vec![Multi::new(&phone, "WORK")]);
    }
    if random.below(4) > 0 {
        let host = random.pick(&["example.com", "example.org"]);
        contact.multi.insert("EMAIL", vec![Multi::new(&format!("{mail}.{id}@{host}"), "WORK")]);
    }
    if random.below(3) > 0 {
        contact.company_ids.push(1 + random.below(COMPANIES.len() as u64));
    }
    add_optional_fields(&mut contact, details);
    contact
}

fn add_linked_entries(crm: &mut Crm, random: &mut Random, contact_id: u64, now: f64) {
    if random.below(5) == 0 {
        let open = random.below(2) == 0;
        let deal = Deal::new(crm.next_deal_id(), &[contact_id], open, now - 86_400.0);
        crm.insert_deal(deal);
    }
    if random.below(4) == 0 {
        let activity = Activity::new(crm.next_activity_id(), contact_id, now - 43_200.0);
        crm.insert_activity(activity);
    }
}
