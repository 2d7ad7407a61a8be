import { type Cases, figures, ofFigures, parts } from './case.js';

const aid = { 生活: '2000', 助学: '500', 结对扶贫: '4500', 医疗: '0' };
const families = { 生活: '1', 助学: '1', 结对扶贫: '3', 医疗: '0' };
const services = {
  ...{
    伤病: '1',
    纠纷: '1',
    婚丧: '1',
    困难: '1',
    生育: '1',
    离退休: '1',
    体检: '1',
    疗休养: '1',
    献血: '1',
  },
};

/** Cases of 表五, 表六 and of fees. */
export const trainingAidAndFeeCases: Cases = {
  ...ofFigures({
    'classes-within-person-times': [
      { trn_class_cnt: '17', trn_person_time_cnt: '16' },
      { trn_class_cnt: '17', trn_person_time_cnt: '1236' },
    ],
    'person-times-without-classes': [
      { trn_person_time_cnt: '1236' },
      { trn_person_time_cnt: '1236', trn_class_cnt: 'n/a' },
    ],
    'fewer-than-5-a-class': [
      { trn_person_time_cnt: '84', trn_class_cnt: '17' },
      { trn_person_time_cnt: '85', trn_class_cnt: '17' },
    ],
    'more-than-500-a-class': [
      { trn_person_time_cnt: '8501', trn_class_cnt: '17' },
      { trn_person_time_cnt: '8500', trn_class_cnt: '17' },
    ],
    'person-days-below-a-quarter': [
      { trn_person_day_cnt: '308', trn_person_time_cnt: '1236' },
      { trn_person_day_cnt: '309', trn_person_time_cnt: '1236' },
    ],
    'person-days-look-like-a-year': [{ trn_person_day_cnt: '2022' }, { trn_person_day_cnt: '2101' }],
    'aided-families-by-type-exceed': [
      { aid_family_cnt: '4', ...parts('aid_family_cnt', families) },
      { aid_family_cnt: '5', ...parts('aid_family_cnt', families) },
    ],
    'aided-families-by-type-short': [
      { aid_family_cnt: '6', ...parts('aid_family_cnt', families) },
      { aid_family_cnt: '5', ...parts('aid_family_cnt', families) },
    ],
    'aid-amount-by-type-exceed': [
      { aid_amount: '6999.99', ...parts('aid_amount', aid) },
      { aid_amount: '7000', ...parts('aid_amount', aid) },
    ],
    'aid-amount-by-type-short': [
      { aid_amount: '7000.01', ...parts('aid_amount', aid) },
      { aid_amount: '7000', ...parts('aid_amount', aid) },
    ],
    'families-without-amount': [{ aid_family_cnt: '37' }, { aid_family_cnt: '37', aid_amount: 'n/a' }],
    'amount-without-families': [
      { aid_amount: '69000', aid_family_cnt: '0' },
      { aid_amount: '69000', aid_family_cnt: '37' },
    ],
    'less-than-100-yuan-a-family': [
      { aid_amount: '3699.99', aid_family_cnt: '37' },
      { aid_amount: '3700', aid_family_cnt: '37' },
    ],
    'more-than-20000-yuan-a-family': [
      { aid_amount: '740000.01', aid_family_cnt: '37' },
      { aid_amount: '740000', aid_family_cnt: '37' },
    ],
    'services-by-type-exceed': [
      { aid_service_person_time: '8', ...parts('aid_service_person_time', services) },
      { aid_service_person_time: '9', ...parts('aid_service_person_time', services) },
    ],
    'services-by-type-short': [
      { aid_service_person_time: '10', ...parts('aid_service_person_time', services) },
      { aid_service_person_time: '9', ...parts('aid_service_person_time', services) },
    ],
    'payroll-of-a-quarter-least': [
      { fee_payroll_total: '449999.99', mem_worker_cnt: '100' },
      { fee_payroll_total: '450000', mem_worker_cnt: '100' },
    ],
    'payroll-of-a-quarter-most': [
      { fee_payroll_total: '15000000.01', mem_worker_cnt: '100' },
      { fee_payroll_total: '15000000', mem_worker_cnt: '100' },
    ],
    'payroll-of-a-year-least': [
      { fee_payroll_total: '1799999.99', mem_worker_cnt: '100' },
      { fee_payroll_total: '1800000', mem_worker_cnt: '100' },
    ],
    'payroll-of-a-year-most': [
      { fee_payroll_total: '60000000.01', mem_worker_cnt: '100' },
      { fee_payroll_total: '60000000', mem_worker_cnt: '100' },
    ],
    'fees-two-percent-of-payroll': [
      { fee_allocated_amount: '20200.01', fee_payroll_total: '1000000' },
      { fee_allocated_amount: '20200', fee_payroll_total: '1000000' },
    ],
    'fees-remitted-by-share': [
      { fee_remitted_amount: '8001', fee_allocated_amount: '20000' },
      { fee_remitted_amount: '8000.99', fee_allocated_amount: '20000' },
    ],
  }),
  'own-fees-remitted-by-share': figures(
    { fee_own_remitted_amount: '39999' },
    { fee_own_remitted_amount: '40000.40' },
    { below: { fee_remitted_amount: '100000' } },
  ),
};
