//! The people and entries a portal starts with: invented, plausible, the same for the same seed.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Mutex;

use super::details::embellish;
use super::{Installation, PortalCore, PortalData, PortalState, Rights, Tuning, User};
use crate::crm::{Activity, Company, Contact, Crm, Deal, Multi};
use crate::events::Outbox;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::rest::{Limits, Workers};
use crate::world::digest;

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

/// A small random generator (`SplitMix64`): good enough for invented people.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let sides = from.len() as u64;
        &from[usize::try_from(self.roll(sides)).unwrap_or_default()]
    }
}

/// Makes a portal.
pub(crate) fn sow(
    seed: u64,
    index: usize,
    address: SocketAddr,
    contacts: usize,
    now: f64,
    tuning: &Tuning,
) -> PortalCore {
    let member_id = digest(&format!("{seed}/portal/{index}"), 32);
    let users: BTreeMap<u64, User> = users(index).into_iter().map(|user| (user.id, user)).collect();
    let webhooks = users.keys().map(|id| (*id, webhook_secret(&member_id, *id))).collect();
    let data = PortalData {
        state: PortalState::Active,
        users,
        without_app_access: std::collections::BTreeSet::new(),
        webhooks,
        crm: crm(seed.wrapping_mul(1_000_003).wrapping_add(index as u64), contacts, now),
        app: Installation::default(),
        deletions: Vec::new(),
        additions: Vec::new(),
        delete_requests: HashMap::new(),
        delete_runs: HashMap::new(),
        notices: Vec::new(),
        notices_sent: 0,
        unreadable: std::collections::BTreeSet::new(),
        ignored: std::collections::BTreeSet::new(),
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
        tuning: Mutex::new(tuning.clone()),
        workers: Workers::new(tuning.workers),
        moments: super::Moments::default(),
        outage: Mutex::default(),
        last_answers: Mutex::default(),
        server: Mutex::default(),
        held_port: Mutex::default(),
    }
}

pub(super) fn webhook_secret(member_id: &str, user_id: u64) -> String {
    digest(&format!("{member_id}/webhook/{user_id}"), 16)
}

/// An administrator, a manager, an employee with rights to the own only, and one who may read but not delete.
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
    let mut dice = Dice(seed);
    let mut more_dice = Dice(!seed);
    let mut crm = Crm::default();
    for title in COMPANIES {
        let company = Company { id: crm.next_company_id(), title: title.to_owned(), assigned_by: 1 };
        crm.insert_company(company);
    }
    for _ in 0..contacts {
        let contact = contact(crm.next_contact_id(), &mut dice, &mut more_dice, now);
        let id = crm.insert_contact(contact);
        add_related(&mut crm, &mut dice, id, now);
    }
    crm
}

#[expect(clippy::cast_precision_loss, reason = "small numbers of seconds")]
fn contact(id: u64, dice: &mut Dice, more_dice: &mut Dice, now: f64) -> Contact {
    let (name, last_name, mail) = *dice.pick(&NAMES);
    let mut contact = Contact::new(id, 1 + dice.roll(3), now);
    contact.set("NAME", name);
    contact.set("LAST_NAME", last_name);
    contact.set("POST", *dice.pick(&POSTS));
    contact.set("SOURCE_ID", *dice.pick(&SOURCES));
    contact.set("TYPE_ID", *dice.pick(&["CLIENT", "SUPPLIER", "PARTNER"]));
    contact.created_at = (now - dice.roll(300 * 86_400) as f64 - 3600.0).floor();
    contact.modified_at = contact.created_at;
    contact.last_activity_at = Some(contact.created_at);
    contact.created_by = 1 + dice.roll(3);
    if dice.roll(5) > 0 {
        let phone = format!("+1202555{:04}", 100 + dice.roll(100));
        contact.multi.insert("PHONE", vec![Multi::new(&phone, "WORK")]);
    }
    if dice.roll(4) > 0 {
        let host = dice.pick(&["example.com", "example.org"]);
        contact.multi.insert("EMAIL", vec![Multi::new(&format!("{mail}.{id}@{host}"), "WORK")]);
    }
    if dice.roll(3) > 0 {
        contact.company_ids.push(1 + dice.roll(COMPANIES.len() as u64));
    }
    embellish(&mut contact, more_dice);
    contact
}

fn add_related(crm: &mut Crm, dice: &mut Dice, contact_id: u64, now: f64) {
    if dice.roll(5) == 0 {
        let open = dice.roll(2) == 0;
        let deal = Deal::new(crm.next_deal_id(), &[contact_id], open, now - 86_400.0);
        crm.insert_deal(deal);
    }
    if dice.roll(4) == 0 {
        let activity = Activity::new(crm.next_activity_id(), contact_id, now - 43_200.0);
        crm.insert_activity(activity);
    }
}
